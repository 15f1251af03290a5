import { createServer } from 'node:net'
import type { StartServer } from '../subject.ts'
import { socketWriting } from './socket-writing.ts'

export const start: StartServer = () => socketWriting((ready) => createServer(ready))
