import type { DoorOptions } from './door-options.ts'
import type { Opened } from './opened.ts'

/** For adapters: one request, as an application sees it and its platform answers it. */
export interface Exchange {
  readonly request: Request
  /** True if the adapter itself refuses a request whose Host header makes no URL, or another one. @default false */
  readonly isAddressed?: boolean
  /** Opens a session whose head is sent once its response is returned, and not before. */
  open<C>(options: DoorOptions<C>): Promise<Opened<C>>
  /** True if an error is only what a handler meets whose client has left: reading a body, heeding a signal. */
  isLeaving(error: unknown): boolean | Promise<boolean>
}
