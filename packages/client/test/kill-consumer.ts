// A consumer that kill.test.ts starts, and kills at any point: url, kind and folder are its arguments.

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { connect, type CursorStore } from '../src/index.ts'

const [url = '', kind = '', folder = ''] = process.argv.slice(2)
const path = (name: string): string => join(folder, name)

const cursor: CursorStore = {
  load: () => readFile(path('cursor'), 'utf8').catch(() => undefined),
  save: async (id) => {
    await writeFile(path('cursor.new'), id)
    await rename(path('cursor.new'), path('cursor'))
  },
}
writeFileSync(path('kept'), '', { flag: 'a' })
const kept = new Set(readFileSync(path('kept'), 'utf8').split('\n'))
const connection = connect(url, {
  cursor,
  ack: kind === 'processed' ? 'processed' : 'manual',
  retry: { initialDelay: 1, maxDelay: 10 },
})

process.stdout.write('ready')
for await (const event of kind === 'prefetching' ? Readable.from(connection) : connection) {
  // The work, which takes its time.
  await setTimeout(Math.random() * 2)
  appendFileSync(path('seen'), `${event.lastEventId}\n`)
  if (!kept.has(event.lastEventId)) appendFileSync(path('kept'), `${event.lastEventId}\n`)
  kept.add(event.lastEventId)
  if (kind !== 'processed') connection.acknowledge(event)
  process.stdout.write('.')
}
