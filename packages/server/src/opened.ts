import type { Session } from './session.ts'

/** What a door opens: the response to return, and the session unless the request was answered otherwise. */
export interface Opened<C> {
  readonly response: Response
  readonly session?: Session<C>
}
