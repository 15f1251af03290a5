export { openSession } from './open-session.ts'
export { serve } from './serve.ts'
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server'
export type { BunServer } from './platform.ts'
