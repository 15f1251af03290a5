import fc from 'fast-check'
import type { Channels, SlowPolicy, SubscriptionStart } from '../../src/index.ts'
import type { Taking } from './taking.ts'
import type { World } from './world.ts'

/** One step of the model, with a name that a failing run shows. */
export interface Command {
  toString(): string
  run(world: World): Promise<void> | void
}

const who = fc.nat(3)
const channels: fc.Arbitrary<Channels> = fc.constantFrom<Channels[]>('all', ['a'], ['b'], ['a', 'b'], ['c'])
const comes = fc.oneof(
  { weight: 6, arbitrary: fc.constant('back') },
  { weight: 2, arbitrary: fc.constant('new') },
  { weight: 1, arbitrary: fc.constantFrom('garbage', 'né', 'e0', 'x-1', '\u2028{}') },
)
const starts = fc.constantFrom<SubscriptionStart[]>({ at: 'head' }, { at: 'head' }, { at: 'floor' }, { last: 2 })
const taking: fc.Arbitrary<Taking> = fc.record({
  channels,
  filtered: rarely(),
  conflated: rarely(),
  slow: fc.constantFrom<SlowPolicy[]>('replay', 'replay', 'latest', 'disconnect'),
})
const methods = fc.constantFrom('append', 'bounds', 'read', 'open', 'items')

const held = fc.constantFrom('read', 'items')

const publish = fc.tuple(fc.constantFrom('a', 'a', 'b', 'c'), fc.constantFrom(1, 5, 40), fc.constantFrom(1, 1, 2, 12))
const connect = fc.tuple(who, taking, comes, starts)

/** Any one step. */
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: publish.map(([channel, size, count]) =>
      step(`publish ${count} of ${size} to ${channel}`, async (world) => {
        for (let each = 0; each < count; each += 1) await world.publish(channel, size)
      }),
    ),
  },
  { weight: 8, arbitrary: fc.constant(step('turn', (world) => world.clock.settle())) },
  { weight: 3, arbitrary: fc.constant(step('tick', () => Promise.resolve())) },
  {
    weight: 6,
    arbitrary: connect.map(([number, taken, how, start]) =>
      step(`connect ${number} to ${JSON.stringify(taken)} ${how} ${JSON.stringify(start)}`, (world) => {
        world.connect(number, taken, how, start)
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, fc.nat(60)).map(([n, lost]) => step(`cut ${n} but ${lost}`, (w) => w.cut(n, lost))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(who, fc.constantFrom('a', 'b', 'c'), fc.boolean())
      .map(([n, channel, more]) =>
        step(`${more ? 'add' : 'remove'} ${channel} ${n}`, (w) => w.change(n, channel, more)),
      ),
  },
  { weight: 4, arbitrary: who.map((number) => step(`stall ${number}`, (world) => world.stall(number))) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(who, fc.boolean())
      .map(([number, once]) => step(`${once ? 'read once' : 'read'} ${number}`, (world) => world.drain(number, once))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(500, 1_000, 6_000)
      .map((ms) => step(`wait ${ms} ms`, (world) => world.clock.advance(ms))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(methods, fc.integer({ min: 1, max: 3 }))
      .map(([method, times]) =>
        step(`fail ${method} ${times} times`, (world) => void world.log.failures.set(method, times)),
      ),
  },
  { weight: 1, arbitrary: fc.constant(step('break off', (world) => world.log.breakOff())) },
  { weight: 2, arbitrary: held.map((kind) => step(`hold ${kind}`, (world) => world.log.hold(kind))) },
  { weight: 2, arbitrary: held.map((kind) => step(`release ${kind}`, (world) => world.log.release(kind))) },
  {
    weight: 1,
    arbitrary: fc.nat(12).map((entries) => step(`replace log by ${entries}`, (world) => world.replaceLog(entries))),
  },
)

/** A run of steps. */
export const commands: fc.Arbitrary<Command[]> = fc.array(command, { maxLength: 45, size: 'max' })

function rarely(): fc.Arbitrary<boolean> {
  return fc.constantFrom(false, false, true)
}

function step(name: string, run: (world: World) => Promise<void> | void): Command {
  return { run, toString: () => name }
}
