import { gapVerdict, type GapVerdict, type Mark, type Page } from '@eventwire/server'
import { entriesOfRange } from './entry-label.ts'
import { markAt } from './position.ts'

/** What the read script answered. */
export interface Reading {
  readonly verdict: Page | GapVerdict
  readonly floor: Mark
  readonly head: Mark
  readonly ended: boolean
  /** Bytes of label and data that no entry exceeds. */
  readonly largest: number
}

/** @param asked the text that was asked for as a position, `undefined` if none was */
export function readingOf(reply: readonly unknown[], asked: string | undefined): Reading {
  const [verdict, epoch, floorSeq, floorTag, headSeq, headTag, over, fromSeq, fromTag] = reply as readonly string[]
  const mark = (seq = '', tag = ''): Mark => markAt(epoch ?? '', Number(seq), tag)
  const floor = mark(floorSeq, floorTag)
  const head = mark(headSeq, headTag)
  const from = mark(fromSeq, fromTag)
  const ended = over === '1'
  const seen = { floor, head, ended, largest: Number(reply[10]) }
  const gap = (reason: Parameters<typeof gapVerdict>[0], missed?: number): Reading => {
    return { verdict: gapVerdict(reason, asked ?? '', from, missed), ...seen }
  }
  if (verdict === 'none' && asked !== undefined) return gap('unreadable')
  if (verdict === 'epoch-changed' || verdict === 'ahead-of-head' || verdict === 'forked') return gap(verdict)
  if (verdict === 'trimmed') return gap(verdict, from.seq - seqOf(asked))
  const entries = entriesOfRange(epoch ?? '', reply[9] as readonly unknown[])
  return { verdict: { kind: 'entries', entries, from, head, ended }, ...seen }
}

function seqOf(position = ''): number {
  return Number(position.split('-')[1])
}
