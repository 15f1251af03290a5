import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@eventwire/node'
import { expect, it, vi } from 'vitest'
import { queue } from './app.ts'
import { work } from './worker.ts'

it('goes on where it crashed, with the job that it was at, and leaves out what is none', async () => {
  const report = vi.spyOn(console, 'error').mockReturnValue()
  await using server = await serve(queue())
  const file = join(await mkdtemp(join(tmpdir(), 'worker-')), 'place')
  const add = (body: string): Promise<Response> => fetch(server.url, { method: 'POST', body })
  const workUntil = async (last: string): Promise<string[]> => {
    const tasks: string[] = []
    const crash = work(server.url, file, async ({ task }) => {
      tasks.push(task)
      if (task === last) throw new Error('crash')
    })
    await expect(crash).rejects.toThrow('crash')
    return tasks
  }

  for (const task of ['sweep', 'wash']) await add(JSON.stringify({ task }))
  expect(await workUntil('wash')).toEqual(['sweep', 'wash'])
  await add('{"task": 7}')
  await add(JSON.stringify({ task: 'dry' }))
  expect(await workUntil('dry')).toEqual(['wash', 'dry'])
  expect(report).toHaveBeenCalledWith(expect.stringContaining('must have a task'))
  expect(await readFile(file, 'utf8')).not.toBe('')
})
