import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile_inline: string }
  readonly command: string
  readonly ports?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const text = readFileSync(join(import.meta.dirname, 'compose.yaml'), 'utf8')
const { services } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>> }

it('has two nodes on one Redis, each at a port of its own', () => {
  expect(Object.keys(services)).toEqual(['redis', 'one', 'two'])
  const nodes = Object.values(services).filter(({ build }) => build)
  expect(nodes.map(({ ports }) => ports)).toEqual([['127.0.0.1:3417:3417'], ['127.0.0.1:3418:3418']])
  for (const { command, ports, depends_on: needs } of nodes) {
    // The arguments of server.ts: where it listens in its container, and where its Redis is.
    const [, port, redis, hostname] = /server\.ts (\d+) (\S+) (\S+)$/.exec(command) ?? []
    expect([ports, redis, hostname]).toEqual([[`127.0.0.1:${port}:${port}`], 'redis://redis:6379', '0.0.0.0'])
    expect(needs).toEqual({ redis: { condition: 'service_healthy' } })
  }
})

it('installs with the version of pnpm that the repository uses', () => {
  const { packageManager } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    readonly packageManager: string
  }
  expect(services['one']?.build?.dockerfile_inline).toContain(`npx -y ${packageManager} install --frozen-lockfile`)
})
