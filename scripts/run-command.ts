/**
 * Runs what a command does. A failure is one sentence on the standard error and exit code 1: a stack tells nothing to
 * whoever operates the network.
 */
export async function runCommand(main: () => void | Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
