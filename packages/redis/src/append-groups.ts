import type { Append, Appended } from './appender.ts'

type Group = Pick<Append, 'key' | 'contents'>

/** Appends as Redis is asked for them: what has no key and comes one after the other is one for it. */
export function grouped(appends: readonly Append[]): readonly Group[] {
  const groups: { readonly key: string; readonly contents: string[] }[] = []
  for (const { key, contents } of appends) {
    const group = groups.at(-1)
    if (group && key === '' && group.key === '') for (const text of contents) group.contents.push(text)
    else groups.push({ key, contents: [...contents] })
  }
  return groups
}

/**
 * Where each append has gone, by what the append script says of their groups.
 *
 * @param said the epoch, and first seq, count and tag of each group
 */
export function spread(appends: readonly Append[], said: string): readonly (Appended | undefined)[] {
  const [epoch = '', ...words] = said.split(' ')
  let word = -3
  let taken = 0
  return appends.map(({ key, contents }, index) => {
    const isSame = index > 0 && key === '' && appends[index - 1]?.key === ''
    if (!isSame) {
      word += 3
      taken = 0
    }
    const [first, count, tag = ''] = words.slice(word, word + 3)
    if (tag === 'x') return undefined
    // One that was appended before has what it had then.
    if (key !== '') return { epoch, first: Number(first), count: Number(count), tag }
    const appended = { epoch, first: Number(first) + taken, count: contents.length / 2, tag }
    taken += appended.count
    return appended
  })
}
