import type { BenchResult, Table } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import { sharedCores } from '../cores.ts'
import { outcomeTable } from '../outcome-table.ts'
import { POLL_INTERVAL } from '../poll-interval.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'
import type { Subject } from '../subjects.ts'
import { twice } from './delivery.ts'

const SUBJECTS: readonly Subject[] = [
  { name: 'eventwire', label: 'one process, MemoryLog' },
  { name: 'cluster-0', label: 'one process, SqliteLog' },
  { name: 'cluster-1', label: 'a publisher and 1 worker' },
  { name: 'cluster-2', label: 'a publisher and 2 workers' },
]
/** Longer than a worker takes to see an event and to write it to all: so each is delivered alone, unless the machine is busy. */
const PAUSE = 4 * POLL_INTERVAL

/** A hub in several processes on one port: what it costs, and what goes through. */
export async function cores(setting: Setting): Promise<BenchResult> {
  const { name, quick } = setting
  if (setting.runtime === 'node20') {
    const remarks = ['SKIPPED: the log is in an SQLite file, and node:sqlite is there from Node 22.13.']
    return { tables: [{ name, title: 'a hub in several processes', columns: [], rows: [], remarks }] }
  }
  const paced = { events: 1, turns: quick ? 20 : 60, pause: PAUSE }
  // So many per turn that the sync to the disk, one for each turn, is not all that is measured.
  const fast = { events: 64, turns: quick ? 8 : 20 }
  return {
    tables: [
      await compete(setting, paced, `${name}-paced`, `1 event per ${PAUSE} ms`, [
        'What all of its processes took together. The rate is that of the pace. On a busy machine a worker may be late, and write two events at once.',
      ]),
      await compete(setting, fast, `${name}-fast`, 'as many events as go through, 64 per turn', [
        `A worker writes at once what was appended between two of its looks, which is ${POLL_INTERVAL} ms or as long as it was busy, and not turn by turn; the publisher waits for the disk once a turn.`,
      ]),
    ],
  }
}

async function compete(
  setting: Setting,
  publication: { readonly events: number; readonly turns: number; readonly pause?: number },
  name: string,
  what: string,
  remarks: readonly string[],
): Promise<Table> {
  const readers = setting.quick ? 200 : 1_000
  const deliveries = publication.events * publication.turns * readers
  const stage = { ...setting, cores: sharedCores() }
  await using stack = new AsyncDisposableStack()
  const contestants = []
  for (const subject of twice(SUBJECTS)) {
    const scene = stack.use(await Scene.open(stage, subject.name, readers))
    contestants.push({ label: subject.label, run: () => scene.run(publication, deliveries) })
  }
  const title = `${what}, 200 bytes each, to ${readers} readers, CPU of all the server's processes${shortage(stage.cores?.server)}`
  return outcomeTable(await contest(contestants, setting.quick), { name, title, cores: stage.cores, remarks })
}

/** Two cores cannot show twice as much. */
function shortage(server: string | undefined): string {
  const count = server?.split(',').length ?? 0
  return count > 2
    ? ''
    : '; the machine has two cores and the readers need one of them, so that two workers share what is left'
}
