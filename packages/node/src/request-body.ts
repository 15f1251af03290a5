import { isHttp2 } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'

/** RFC 9112 §6.3: without these headers a request of HTTP/1.1 has none. To drop it is a fifth of what a connection costs. */
export function mayHaveBody({ headers }: NodeRequest, res: NodeResponse): boolean {
  return isHttp2(res) || headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}
