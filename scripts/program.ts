/** Why a script stops: a sentence for the person who ran it, who needs no stack trace. */
export class Failure extends Error {}

/** Runs a script's main function. Exit code 0 if it answers true; 1 if false, or after a `Failure`, whose message is shown. */
export async function program(main: () => boolean | Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await main()) ? 0 : 1
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
