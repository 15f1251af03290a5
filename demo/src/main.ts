import { runLive } from './live.ts'
import { runOnce } from './once.ts'
import { parseOptions, USAGE } from './options.ts'
import { Problem } from './problem.ts'

try {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) console.log(USAGE)
  else if (options.once) console.log(await runOnce(options))
  else await runLive(options)
} catch (error) {
  if (!(error instanceof Problem)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
