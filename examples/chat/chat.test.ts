import { connect } from '@eventwire/client'
import { serve } from '@eventwire/node'
import { expect, it } from 'vitest'
import { chat } from './app.ts'

it('gives a room its lines, and who comes later too', async () => {
  await using server = await serve(chat())
  const room = `${server.url}/rooms/lobby`
  const say = (body: string, url = room): Promise<Response> => fetch(url, { method: 'POST', body })
  const listen = async (lines: number): Promise<string[]> => {
    const heard: string[] = []
    for await (const { type, data } of connect(room)) {
      heard.push(`${type}: ${data}`)
      if (heard.length === lines) break
    }
    return heard
  }

  const early = listen(2)
  await say('hello')
  await say('elsewhere', `${server.url}/rooms/other`)
  await say('two\nlines')
  expect(await early).toEqual(['line: hello', 'line: two\nlines'])
  expect(await listen(2)).toEqual(['line: hello', 'line: two\nlines'])
  expect((await say('x'.repeat(1_001))).status).toBe(413)
  expect((await fetch(`${server.url}/rooms/`)).status).toBe(404)
})
