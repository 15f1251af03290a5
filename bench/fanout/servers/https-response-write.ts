import { createServer } from 'node:https'
import type { StartServer } from '../subject.ts'
import { certificate } from './certificate.ts'
import { responseWriting } from './response-writing.ts'

export const start: StartServer = () => responseWriting(createServer(certificate()))
