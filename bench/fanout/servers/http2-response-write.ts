import { createSecureServer } from 'node:http2'
import type { StartServer } from '../subject.ts'
import { certificate } from './certificate.ts'
import { responseWriting } from './response-writing.ts'

export const start: StartServer = () => responseWriting(createSecureServer(certificate()))
