import { resolve } from 'node:path'
import { banner } from './dev/banner.ts'
import { MEMBER_NAMES } from './network/members.ts'
import { type NetworkOptions, startNetwork } from './network.ts'
import { readSettings } from './settings.ts'

const PARENT_CHECK_MS = 1_000
const IMPATIENT_MS = 1_000

/** `npm start`: the whole network on this machine, until Ctrl-C. */
async function main(): Promise<number> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const stopping = stopSignal()
  const options: NetworkOptions = {
    ...readSettings(process.env, MEMBER_NAMES),
    onProgress: (line) => console.log(`${seconds().toFixed(1).padStart(6)} s  ${line}`),
    signal: stopping,
  }
  console.log('Lawang starts. Ctrl-C stops it.')
  const network = await startNetwork(options)
  console.log(
    banner({
      gatewayUrl: network.gateway.url.replace('127.0.0.1', 'localhost'),
      memberUrls: new Map([...network.members].map(([name, { url }]) => [name, url])),
      dataFolder: resolve(options.dataFolder),
      databaseFolder: network.databaseFolder,
      seconds: seconds(),
    }),
  )
  const failure = await Promise.race([network.failure, aborted(stopping)])
  console.log(failure === undefined ? 'Stopping ...' : 'Stopping everything, because a part ended.')
  await network.stop()
  if (failure === undefined) {
    console.log('Stopped. npm start goes on with the same data.')
    return 0
  }
  console.error(failure)
  return 1
}

/**
 * The first signal stops in order; a later one does not wait: the parts end because we are gone. One Ctrl-C arrives
 * twice, from the terminal and from npm.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let asked = 0
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted && performance.now() - asked > IMPATIENT_MS) process.exit(1)
      if (!stop.signal.aborted) asked = performance.now()
      stop.abort()
    })
  }
  // npm that is killed cannot pass a signal on; a shell that started us directly may end without meaning us.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid === parent || stop.abort(), PARENT_CHECK_MS).unref()
  }
  return stop.signal
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

/** A start that was interrupted is no failure. */
function explain(error: unknown): number {
  if (error instanceof DOMException && error.name === 'AbortError') return 0
  console.error(error instanceof Error ? error.message : String(error))
  return 1
}

process.exit(await main().catch(explain))
