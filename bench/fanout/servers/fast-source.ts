import { setImmediate } from 'node:timers'

/** What a path such as `/16/2000` asks for: 16 events in each of 2,000 turns of the event loop, each a short word. */
export async function* fastSource(path: string): AsyncGenerator<{ readonly data: string }> {
  const { perTurn, turns } = asked(path)
  for (let turn = 0; turn < turns; turn += 1) {
    await nextTurn()
    for (let each = 0; each < perTurn; each += 1) yield { data: wordAt(turn * perTurn + each) }
  }
}

export function asked(path: string): { readonly perTurn: number; readonly turns: number } {
  const [, perTurn = 0, turns = 0] = path.split('/').map(Number)
  return { perTurn, turns }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** As a model's token is sent: some JSON around a word. */
export function wordAt(number: number): string {
  return `{"index":${number},"delta":{"content":" word"}}`
}
