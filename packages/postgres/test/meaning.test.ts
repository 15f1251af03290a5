import { expect, it } from 'vitest'
import { PostgresLogs } from '../src/index.ts'

/** Logs on a Postgres that says nothing else. */
function codeOf(said: { readonly code: string; readonly message: string }): Promise<unknown> {
  const failure = Object.assign(new Error(said.message), { severity: 'ERROR', code: said.code })
  const client = { query: () => Promise.reject(failure), listen: () => Promise.reject(failure) }
  const logs = new PostgresLogs({ client })
  return logs
    .open('log')
    .append([{ channel: 'c', data: '' }])
    .catch((error: unknown) => error)
}

it.each([
  // Postgres documentation, appendix A: what a bug or a pooler says is no word on what is stored.
  [{ code: 'XX000', message: 'tuple concurrently updated' }, 'failed'],
  [{ code: 'XX001', message: 'invalid page in block 1' }, 'damaged'],
  [{ code: 'XX002', message: 'index is corrupted' }, 'damaged'],
  [{ code: '54000', message: 'total size of jsonb array elements exceeds the maximum' }, 'too-large'],
  // One that listens and is in a transaction for hours.
  [{ code: '54000', message: 'too many notifications in the NOTIFY queue' }, 'full'],
])('%o is %s', async (said, code) => {
  expect(await codeOf(said)).toMatchObject({ name: 'LogError', code })
})
