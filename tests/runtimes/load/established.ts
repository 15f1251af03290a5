import { readFileSync } from 'node:fs'

/** TCP_ESTABLISHED, as Linux writes it. */
const ESTABLISHED = '01'

/** How many connections the server on this port has not begun to close, by `/proc/net/tcp` (Linux, IPv4). */
export function established(port: number): number {
  // 127.0.0.1: clients at other addresses may have the same port.
  const server = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const connections = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return connections.filter(([, local = '', , state]) => local === server && state === ESTABLISHED).length
}
