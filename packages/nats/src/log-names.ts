import { tokenOf } from './token.ts'

/** How a log is called in NATS. */
export interface LogNames {
  /** Its name, for errors. */
  readonly log: string
  readonly stream: string
  /** Begins the subjects of its entries: the epoch follows. */
  readonly root: string
  /** Begins the subjects at which its wake-ups are published. */
  readonly wake: string
  /** What its wake-up is published at when it is deleted. */
  readonly deleted: string
  /** Begins the subjects of its idempotency keys. */
  readonly keys: string
}

/** NATS takes names of 255 bytes. */
const MAX_NAME = 255

/** @throws TypeError for a name that is no well-formed text; RangeError for one that is too long. */
export function logNames(prefix: string, name: string): LogNames {
  if (typeof name !== 'string' || /\p{Surrogate}/u.test(name)) {
    throw new TypeError(`The name of a log must be a well-formed text, got ${String(name)}`)
  }
  const token = tokenOf(name)
  const stream = `${prefix}_${token}`
  if (stream.length > MAX_NAME) {
    const rule = `a stream's name takes ${MAX_NAME} bytes, and each that is no letter, digit or hyphen counts thrice`
    throw new RangeError(`The name of a log is too long by ${stream.length - MAX_NAME}: ${rule}`)
  }
  return {
    log: name,
    stream,
    root: `${prefix}.${token}`,
    wake: `${prefix}-wake.${token}`,
    deleted: `${prefix}-wake.${token}.deleted`,
    keys: `${prefix}-keys.${token}`,
  }
}

/** The subjects of one life of a log. */
export interface LifeSubjects {
  /** What the stream takes. */
  readonly all: string
  /** What it takes once the log is ended. */
  readonly end: string
}

export function lifeSubjects({ root }: LogNames, epoch: string): LifeSubjects {
  return { all: `${root}.${epoch}.>`, end: `${root}.${epoch}.end` }
}

/** Longer tokens would not fit into a line of the protocol, of 4 KiB. */
const MAX_CHANNEL = 512

/** The subject of an entry. What does not fit is told by the entry itself. */
export function entrySubject({ root }: LogNames, epoch: string, channel: string): string {
  const token = tokenOf(channel)
  return `${root}.${epoch}.c.${token.length > MAX_CHANNEL ? '__' : token}`
}

/** The epoch and the kind of a message, by its subject. */
export function subjectParts({ root }: LogNames, subject: string): { readonly epoch: string; readonly kind: string } {
  const [epoch = '', kind = ''] = subject.startsWith(`${root}.`) ? subject.slice(root.length + 1).split('.') : []
  return { epoch, kind }
}
