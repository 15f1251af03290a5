import { reportFailure, type EventLog, type LogStore } from '@eventwire/server'
import type { LogNode } from './subject.ts'

type Heard = (data: string) => void

/** A node on any of our logs, which follows a log once for all who want it, as a hub does. */
export function eventLogNode(logs: LogStore, close: () => Promise<void>): LogNode {
  const opened = new Map<string, EventLog>()
  const followers = new Map<string, Heard[]>()
  const stop = new AbortController()
  const logOf = (name: string): EventLog => {
    const log = opened.get(name) ?? logs.open(name)
    opened.set(name, log)
    return log
  }
  return {
    append: (log, data) => logOf(log).append([{ channel: 'bench', data }]),
    async follow(log, heard) {
      const known = followers.get(log)
      if (known) {
        known.push(heard)
        return
      }
      const all = [heard]
      followers.set(log, all)
      const { items } = await logOf(log).open({ at: 'head' }, { signal: stop.signal })
      hear(items, all).catch(reportFailure)
    },
    async catchUp(log, count) {
      const reading = new AbortController()
      const { items } = await logOf(log).open({ at: 'floor' }, { signal: reading.signal })
      let length = 0
      let read = 0
      for await (const item of items) {
        if (item.kind === 'gap') throw new Error(`${log} has a gap: ${item.gap.reason}`)
        for (const { data } of item.entries) length += data.length
        if ((read += item.entries.length) >= count) break
      }
      reading.abort()
      return length
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await close()
    },
  }
}

async function hear(items: Awaited<ReturnType<EventLog['open']>>['items'], all: readonly Heard[]) {
  for await (const item of items) {
    if (item.kind === 'gap') throw new Error(`A follower has a gap: ${item.gap.reason}`)
    for (const { data } of item.entries) for (const heard of all) heard(data)
  }
}
