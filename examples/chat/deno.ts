import { serve } from '@eventwire/deno'
import { start } from './start.ts'

await start(serve)
