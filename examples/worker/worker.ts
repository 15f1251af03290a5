import { readFile, rename, writeFile } from 'node:fs/promises'
import { connect, jsonEvents, type CursorStore, type StandardSchema } from '@eventwire/client'

export interface Job {
  readonly task: string
}

/** Any library of schemas will do; this one is written by hand. */
const job: StandardSchema<Job> = {
  '~standard': {
    version: 1,
    vendor: 'example',
    validate: (value) => {
      const { task } = Object(value)
      return typeof task === 'string' ? { value: { task } } : { issues: [{ message: 'must have a task' }] }
    },
  },
}

/** Keeps the place in a file: never half of it, whenever the process is killed. */
function fileCursor(file: string): CursorStore {
  return {
    load: () => readFile(file, 'utf8').catch(() => undefined),
    save: async (id) => {
      await writeFile(`${file}.new`, id)
      await rename(`${file}.new`, file)
    },
  }
}

/** Does one job after the other, and begins again where it was, however often it is killed. */
export async function work(url: string, file: string, act: (job: Job) => Promise<void>): Promise<void> {
  const connection = connect(url, {
    cursor: fileCursor(file),
    events: jsonEvents({ job }, { onInvalid: (error) => console.error(error.message) }),
    timeouts: { idle: 45_000 }, // the server sends a heartbeat every 15 seconds
    onStateChange: ({ cause }) => cause && console.error(cause.message),
  })
  for await (const event of connection) {
    // The place moves past a job when the next one is asked for, that is when this one is done.
    if (event.type === 'job') await act(event.data)
    if (event.type === 'gap') console.error('jobs are lost:', event.data.missed ?? 'nobody knows how many')
  }
}
