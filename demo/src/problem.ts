/** What the person who started the demo can put right: one sentence and an exit code, no stack trace. */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** 1: it could not be done; 2: it was asked for wrongly. */
  readonly exitCode: 1 | 2

  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`), undefined for all else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
