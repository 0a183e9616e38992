import { configFromEnvironment } from './config.ts'
import { KeysUnavailable } from './identity/key-port.ts'
import { ConfigError } from './settings/setting.ts'
import { type OpenExtension, type RunningMember, startMember } from './start.ts'
import { DatabaseUnavailable } from './store/database.ts'
import type { MemberTier } from './tier.ts'

/**
 * Runs a member's server until SIGTERM or SIGINT, then stops it in order and exits with 0. What keeps it from
 * starting is one sentence on stderr, and exit code 1.
 */
export async function runMember(tier: MemberTier, openExtension?: OpenExtension): Promise<void> {
  await runServer(() => startMember(tier, configFromEnvironment(tier.tier), openExtension))
}

/** The same for any server of a government. */
export async function runServer(starting: () => Promise<RunningMember>): Promise<void> {
  const running = start(starting)
  const stop = (): void => {
    running
      .then((member) => member?.close())
      .then(
        () => process.exit(process.exitCode),
        (error: unknown) => fail(error),
      )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await running
}

async function start(starting: () => Promise<RunningMember>): Promise<RunningMember | undefined> {
  try {
    return await starting()
  } catch (error) {
    return fail(error)
  }
}

function fail(error: unknown): never {
  console.error(sentenceFor(error))
  process.exit(1)
}

/** One sentence for whoever operates the server; what nobody has foreseen is shown whole. */
function sentenceFor(error: unknown): unknown {
  return error instanceof ConfigError || error instanceof DatabaseUnavailable || error instanceof KeysUnavailable
    ? error.message
    : error
}
