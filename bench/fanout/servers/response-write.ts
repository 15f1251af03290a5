import { createServer } from 'node:http'
import type { StartServer } from '../subject.ts'
import { responseWriting } from './response-writing.ts'

export const start: StartServer = () => responseWriting(createServer())
