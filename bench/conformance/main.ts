import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encoderPeers } from '../peers/encoders.ts'
import { parserPeers } from '../peers/parsers.ts'
import { encoderVerdicts } from './encoder-verdicts.ts'
import type { Judged } from './judged.ts'
import { page } from './page.ts'
import { parserVerdicts } from './parser-verdicts.ts'

const PAGE = join(import.meta.dirname, '../../../docs/conformance.md')

/**
 * Writes `docs/conformance.md`: who deviates from the standard where. With `check` it writes nothing and answers
 * whether the page says what comes out now, whenever it was written. False also if we ourselves deviate.
 */
export async function conformanceBench({ check }: { readonly check: boolean }): Promise<boolean> {
  const judged = await judgeAll()
  const ours = [...judged.parsers, ...judged.encoders].filter(({ peer }) => peer.name === 'eventwire')
  const deviations = ours.flatMap(({ verdicts }) => verdicts.filter(({ deviation }) => deviation !== undefined))
  for (const { vector } of deviations) console.error(`eventwire itself deviates: ${vector.name}`)
  if (check) return isUpToDate(judged) && deviations.length === 0
  writeFileSync(PAGE, page(judged, new Date().toISOString().slice(0, 10)))
  return deviations.length === 0
}

async function judgeAll(): Promise<Judged> {
  const parsers: Judged['parsers'][number][] = []
  for (const peer of parserPeers) parsers.push({ peer, verdicts: await parserVerdicts(peer) })
  const encoders: Judged['encoders'][number][] = []
  for (const peer of encoderPeers) encoders.push({ peer, verdicts: await encoderVerdicts(peer) })
  return { parsers, encoders }
}

function isUpToDate(judged: Judged): boolean {
  const text = readFileSync(PAGE, 'utf8')
  const [date = ''] = /\d{4}-\d{2}-\d{2}/.exec(text) ?? []
  if (page(judged, date) === text) return true
  console.error('docs/conformance.md is not what comes out now. Write it again: pnpm bench conformance')
  return false
}
