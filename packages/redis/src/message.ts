import { LogError, type Entry, type Page } from '@eventwire/server'
import { entryAt } from './entry-label.ts'
import { markAt } from './position.ts'

/**
 * The entries that a wake-up carries: `epoch seq tag newTag time [label, data, …]`, of which the first three are the mark
 * that they follow. `undefined` if it carries none.
 */
export function entriesOf(message: string): Page | undefined {
  const [, epoch, seq, before, tag, time, json] = /^(\w+) (\d+) (\w+) (\w+) (\d+) (\[.*)$/s.exec(message) ?? []
  if (!epoch || !seq || !before || !tag || !time || !json) return undefined
  const from = markAt(epoch, Number(seq), before)
  const texts = JSON.parse(json) as readonly string[]
  const entries: Entry[] = []
  for (let at = 0; at < texts.length; at += 2) {
    const [label = '', data] = texts.slice(at)
    if (data === undefined) throw new LogError('damaged', `A wake-up carries half an entry: ${message.slice(0, 200)}`)
    entries.push(entryAt(markAt(epoch, from.seq + 1 + at / 2, tag), { label, data, time: Number(time) }))
  }
  return { kind: 'entries', from, entries, head: entries.at(-1) ?? from, ended: false }
}
