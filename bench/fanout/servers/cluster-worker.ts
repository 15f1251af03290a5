// One of the processes that cluster-hub.ts starts. Argument: the file of its log.

import process from 'node:process'
import { fileHub } from './file-hub.ts'

const { serve } = await fileHub(process.argv[2] ?? '')
await serve()
