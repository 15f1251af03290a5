import { createServer } from 'node:http'
import type { StartServer } from '../subject.ts'
import { hubOn } from './hub-on.ts'

export const start: StartServer = () => hubOn(createServer())
