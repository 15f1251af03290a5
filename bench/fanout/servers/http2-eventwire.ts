import { createSecureServer } from 'node:http2'
import type { StartServer } from '../subject.ts'
import { certificate } from './certificate.ts'
import { hubOn } from './hub-on.ts'

export const start: StartServer = () => hubOn(createSecureServer(certificate()))
