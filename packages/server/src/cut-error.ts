/**
 * What the body of an event stream fails with when its session was cut on purpose: the platform breaks the connection
 * off, and may tell this error to whoever it tells errors of bodies. It is no failure of the platform.
 */
export class CutError extends Error {
  override readonly name = 'CutError'

  constructor() {
    super('The event stream was cut, so that its client sees that something is missing and comes back')
  }
}
