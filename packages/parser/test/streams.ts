/** Streams of the kinds that servers send, and of those that none should. */
export const STREAMS: readonly string[] = [
  '',
  'data: hello\n\n',
  '\uFEFFdata: after a BOM\r\n\r\n\uFEFFdata: no field\r\n\r\ndata\r\n\r\n',
  '\uFEFF\uFEFFdata: no field\n\ndata: a\n\n',
  'id: 1\revent: tick\rdata: CR only\r\rdata\r\r',
  'id: 1\r\nretry: 2500\r\ndata: a\r\ndata:\r\ndata:  b\r\n\r\n: heartbeat\r\n\r\n',
  'data: mixed\n\rdata: ends\r\n\ndata: of\n\r\ndata: lines\r\r\n\n',
  'event: \u00E9v\u00E9nement\ndata: \u4F60\u597D \u{1F600}\nid: \u{1F511}\n\n',
  'id: 1\nid: a\0b\n\ndata: still 1\n\nid\ndata: reset\n\nid: lost\ndata: unfinished',
  'event: a\nevent:\ndata: message\n\nevent: alone\n\ndata: message too\n\n',
  'retry: 10\nretry: 1e3\nretry: -1\nretry:\nretry: 5 \nretry:  6\nretry: \u0661\ndata\n\n',
  'dat: a\ndatax: b\nDATA: c\n data: d\ndata : e\nevents: f\nidx\nretr: 1\n:\n::\n: \n:  two\ndata:f\n\n',
  'data: {"choices":[{"delta":{"content":"Hel"}}]}\n\ndata: {"choices":[{"delta":{"content":"lo"}}]}\n\ndata: [DONE]\n\n',
]
