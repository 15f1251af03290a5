/** What lies behind the deviations of a peer, in one place; each tried by hand through its documented use. */
export const remarks: Readonly<Record<string, string>> = {
  'eventsource-parser':
    'It takes one byte order mark away after the `TextDecoder` took one, and takes the text of its bytes for one too, so that input decoded byte by byte can be fed; its source says so, so this is a choice. With `ignoreBOM: true` in the decoder, only the last of its deviations is left.',
  '@microsoft/fetch-event-source':
    'These are the functions that `fetchEventSource` gives each chunk to. It calls `onmessage` at every empty line, also after a block without data; ignores lines without a colon; drops empty first lines of data; decodes each value by itself, which removes a byte order mark at its start; reads `retry` with `parseInt`; puts an id in force at its line, and takes one with NUL.',
  undici:
    'The stream is not exported, and is made here as `EventSource` makes it. A `retry` takes effect at the next empty line, and an empty type leaves the one before it in the block.',
  'fetch-event-stream':
    'It removes all white space after the colon; ignores lines without a colon; drops empty first lines of data; reads `retry` with `Number`, and tells it with an event only; takes an id with NUL. Where a chunk ends in CR, the line waits for the next byte. It also hands out blocks without data, which the adapter leaves out.',
  openai:
    'The layer under `Stream.fromSSEResponse`, which reads JSON payloads only. It hands out neither the id nor the time to wait. It removes a byte order mark at the start of every line, and makes an event with empty data of a block with a type and no data. Where a chunk ends in CR, the line waits for the next byte.',
  '@anthropic-ai/sdk':
    'The layer under `Stream.fromSSEResponse`, which reads JSON payloads only. It hands out neither the id nor the time to wait. It removes a byte order mark at the start of every line, and makes an event with empty data of a block with a type and no data. Where a chunk ends in CR, the line waits for the next byte.',
}

/** As documented; what is not listed documents none. */
export const limits: Readonly<Record<string, string>> = {
  eventwire: '16 MiB by default',
  'eventsource-parser': 'maxBufferSize, off by default',
  undici: 'maxEventSize, by default the longest string',
}
