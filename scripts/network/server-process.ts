import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { request as requestPlainly } from 'node:http'
import { request as requestByTls } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** How a server of the network is started. */
export interface ServerPlan {
  readonly name: string
  /** Base, without a path. */
  readonly url: string
  /** Its main file, from the root of the repository. */
  readonly main: string
  readonly args: readonly string[]
  /** Of Node itself; none by default. */
  readonly flags?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Everything that it prints. */
  readonly log: string
}

/** One server of the network, that can be killed and started again while the others run. */
export interface ServerProcess {
  readonly name: string
  readonly url: string
  /** Undefined while it does not run. */
  readonly pid: number | undefined
  /** Starts it, and waits until it is ready. Throws one sentence when it ends before, or takes too long. */
  start(): Promise<void>
  /** Sends a signal (SIGTERM unless told otherwise) and waits for the end; kills what does not obey. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Loaded before a server's own code. */
const LOADED_FIRST = ['../exit-with-parent.mjs', '../keep-compiled.mjs'].flatMap((file) => [
  '--import',
  new URL(file, import.meta.url).href,
])
/** Stripping types and compiling is a third of a server's start: the next one, of whatever network, finds it done. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))
const READY_MS = 120_000
const OBEY_MS = 5_000
const POLL_MS = 50
/** For /health. */
const ANSWER_MS = 2_000

/** What a server may know of our own environment. */
const INHERITED = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'NODE_OPTIONS',
  'LAWANG_LOG_LEVEL',
  'LAWANG_MEMBER_TIMEOUT_MS',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'NATS_URL',
]

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<string>
  wanted: boolean
}

/** `onFailure` gets one sentence when a server that was ready ends without having been told to. */
export function serverProcess(plan: ServerPlan, onFailure: (sentence: string) => void): ServerProcess {
  let running: Running | undefined

  const start = async (): Promise<void> => {
    if (running !== undefined) throw new Error(`${plan.name} runs already.`)
    const started = spawnServer(plan)
    running = started
    started.ended.then(() => {
      running = undefined
    })
    const early = await Promise.race([started.ended, untilReady(plan, () => running === started)])
    if (early !== undefined) {
      await end(started, 'SIGTERM')
      throw new Error(early)
    }
    started.ended.then((sentence) => {
      if (started.wanted) onFailure(sentence)
    })
  }

  return {
    name: plan.name,
    url: plan.url,
    get pid() {
      return running?.child.pid
    },
    start,
    kill: async (signal = 'SIGTERM') => {
      if (running !== undefined) await end(running, signal)
    },
  }
}

/**
 * In a session of its own: Ctrl-C at the terminal reaches only us, and we stop the servers in order. The IPC channel
 * tells it when we are gone.
 */
function spawnServer(plan: ServerPlan): Running {
  const log = openSync(plan.log, 'a', 0o600)
  const child = spawn(process.execPath, [...(plan.flags ?? []), ...LOADED_FIRST, plan.main, ...plan.args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...inheritedEnv(), NODE_COMPILE_CACHE: COMPILED, ...plan.env },
  })
  closeSync(log)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${plan.name} could not be started: ${error.message}`))
    child.once('exit', (code, signal) =>
      resolve(`${plan.name} ended (${signal ?? `exit ${code}`}): ${lastWords(plan)}`),
    )
  })
  return { child, ended, wanted: true }
}

function inheritedEnv(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

async function end(running: Running, signal: NodeJS.Signals): Promise<void> {
  running.wanted = false
  running.child.kill(signal)
  const patience = setTimeout(() => running.child.kill('SIGKILL'), OBEY_MS)
  await running.ended
  clearTimeout(patience)
}

/** Resolves with nothing when the server is ready, with a sentence when it takes too long. */
async function untilReady(plan: ServerPlan, runs: () => boolean): Promise<string | undefined> {
  const deadline = Date.now() + READY_MS
  while (runs() && Date.now() < deadline) {
    if (await isReady(plan.url)) return undefined
    await delay(POLL_MS)
  }
  return `${plan.name} was not ready after ${READY_MS / 1000} s: see ${plan.log}`
}

/** Whether it answers that it is ready. Whose certificate it shows does not matter: nothing is told to it, or believed of it. */
function isReady(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const options = { agent: false as const, rejectUnauthorized: false, signal: AbortSignal.timeout(ANSWER_MS) }
  const open = url.startsWith('https:') ? requestByTls : requestPlainly
  open(`${url}/health`, options, (response) => {
    response.resume()
    resolve(response.statusCode === 200)
  })
    .on('error', () => resolve(false))
    .end()
  return promise
}

/**
 * A server says in one sentence why it ends; JSON lines and Node's own remarks are for other readers. Of an error that Node tells, the
 * line with the message is none of those that tell where it came from, nor a bracket behind them.
 */
function lastWords({ log }: ServerPlan): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const sentence = lines.findLast((line) => /^[^\s{}()[\]]/.test(line) && !line.startsWith('Node.js v'))
  return `${sentence ?? 'it said nothing'} (${log})`
}
