import type { EventServer, Handler, ServeOptions } from '@eventwire/server'
import { chat } from './app.ts'

/** Runs the chat by the `serve` of any runtime, on the port that the command line names. */
export async function start(serve: (handler: Handler, options: ServeOptions) => Promise<EventServer>): Promise<void> {
  const { url } = await serve(chat(), { port: Number(process.argv[2] ?? 3416) })
  console.log(`curl -N ${url}/rooms/lobby`)
  console.log(`curl -d 'hello' ${url}/rooms/lobby`)
}
