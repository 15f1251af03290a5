import { createServer } from 'node:https'
import type { StartServer } from '../subject.ts'
import { certificate } from './certificate.ts'
import { hubOn } from './hub-on.ts'

export const start: StartServer = () => hubOn(createServer(certificate()))
