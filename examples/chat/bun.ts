import { serve } from '@eventwire/bun'
import { start } from './start.ts'

await start(serve)
