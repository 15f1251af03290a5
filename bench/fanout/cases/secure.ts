import type { Case } from '../setting.ts'
import { deliver } from './delivery.ts'

const READERS = 500

/** Readers under TLS, or under HTTP/2, one connection each. */
export function secure(protocol: 'https' | 'http2', events: number): Case {
  const all = [
    { name: `${protocol}-response-write`, label: `node:${protocol}, res.write for each` },
    { name: `${protocol}-eventwire`, label: `eventwire, a hub of @eventwire/node on node:${protocol}` },
  ]
  const subjects = protocol === 'https' ? [...all, { name: 'https-floor', label: 'node:tls, joined bytes' }] : all
  return (setting) => deliver({ ...setting, subjects, absent: [] }, events, setting.quick ? 100 : READERS, { protocol })
}
