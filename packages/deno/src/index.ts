export { openSession } from './open-session.ts'
export { serve } from '@eventwire/node'
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server'
export type { DenoServeInfo } from './platform.ts'
