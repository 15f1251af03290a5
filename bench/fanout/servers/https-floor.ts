import { createServer } from 'node:tls'
import type { StartServer } from '../subject.ts'
import { certificate } from './certificate.ts'
import { socketWriting } from './socket-writing.ts'

export const start: StartServer = () => socketWriting((ready) => createServer(certificate(), ready))
