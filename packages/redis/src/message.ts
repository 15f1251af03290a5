import type { Entry, Page } from '@eventwire/server'
import { labelled, type Label } from './entry-label.ts'
import { markAt } from './position.ts'

/** Epoch, seq and tag of the mark that the entries follow; their tag and time; then label and data of each. */
type Message = readonly [epoch: string, seq: number, before: string, tag: string, time: number, ...texts: unknown[]]

/** The entries that a wake-up carries. `undefined` if it carries none, or is none of ours: then the log is read. */
export function entriesOf(message: string): Page | undefined {
  if (!message.startsWith('[')) return undefined
  try {
    const [epoch, seq, before, tag, time, ...texts] = JSON.parse(message) as Message
    if (typeof epoch !== 'string' || typeof seq !== 'number' || typeof time !== 'number') return undefined
    const from = markAt(epoch, seq, before)
    const entries: Entry[] = []
    for (let at = 0; at < texts.length; at += 2) {
      const [label, data] = [texts[at], texts[at + 1]]
      if (!Array.isArray(label) || typeof data !== 'string') return undefined
      entries.push({ ...markAt(epoch, seq + 1 + at / 2, tag), ...labelled(label as unknown as Label), data, time })
    }
    return { kind: 'entries', from, entries, head: entries.at(-1) ?? from, ended: false }
  } catch {
    // Whoever may publish there may publish anything, and is not to end a process by it.
    return undefined
  }
}
