import type { Entry, Page } from '@eventwire/server'
import { entryAt } from './entry-label.ts'
import { markAt } from './position.ts'

/**
 * The entries that a wake-up carries: `epoch seq tag newTag time [label, data, …]`, of which the first three are the mark
 * that they follow. `undefined` if it carries none, or is none of ours: then the log is read.
 */
export function entriesOf(message: string): Page | undefined {
  const [head, epoch, seq, before, tag, time] =
    /^([0-9a-f]{16}) (\d{1,15}) (0|[0-9a-f]{12}) ([0-9a-f]{12}) (\d{1,15}) (?=\[)/.exec(message) ?? []
  if (!head || !epoch || !seq || !before || !tag) return undefined
  const from = markAt(epoch, Number(seq), before)
  try {
    const texts = JSON.parse(message.slice(head.length)) as readonly unknown[]
    const entries: Entry[] = []
    for (let at = 0; at < texts.length; at += 2) {
      const [label, data] = [texts[at], texts[at + 1]]
      if (typeof label !== 'string' || typeof data !== 'string') return undefined
      entries.push(entryAt(markAt(epoch, from.seq + 1 + at / 2, tag), { label, data, time: Number(time) }))
    }
    return { kind: 'entries', from, entries, head: entries.at(-1) ?? from, ended: false }
  } catch {
    // Whoever may publish there may publish anything, and is not to end a process by it.
    return undefined
  }
}
