import { serve } from '@eventwire/node'
import { start } from './start.ts'

await start(serve)
