import { serverDeliveryChecks } from './server-delivery-checks.ts'
import { serverDoorChecks } from './server-door-checks.ts'
import { serverPipeChecks } from './server-pipe-checks.ts'
import type { ServerSubject } from './server-subject.ts'
import type { Suite } from './suite.ts'

/**
 * Judges a server of event streams from outside, over real connections: it talks to the reference application with
 * nothing but `fetch`.
 */
export const serverSuite: Suite<ServerSubject> = [...serverDoorChecks, ...serverDeliveryChecks, ...serverPipeChecks]
