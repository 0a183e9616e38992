import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createPlan, type Planner, type QueryPlan } from '../plan/planner.ts'
import type { FromPlanner, ToPlanner } from './planner-process.ts'

export interface FenceOptions {
  /** How much longer the first operation of a process may take: on a busy machine a process is slow to start. */
  readonly startMs: number
  /** How long one operation may be planned before the planner is taken for stuck. */
  readonly timeoutMs: number
  /** How many operations may wait; more are refused. */
  readonly queue: number
}

const DEFAULT_FENCE: FenceOptions = { startMs: 30_000, timeoutMs: 5000, queue: 500 }

/**
 * Plans in a process of its own, because an operation that crashes the planner ends its process, and a server must not
 * lose its sockets by an operation. After a crash the process is started again with what waits; only the operation that
 * it was at is rejected, then and whenever it comes again. It starts with the first operation. Throws when the text is
 * no supergraph.
 */
export function fencedPlanner(supergraphSdl: string, options: FenceOptions = DEFAULT_FENCE): Planner {
  createPlan(supergraphSdl)
  return new FencedPlanner(supergraphSdl, options)
}

interface Waiting {
  readonly operation: string
  readonly resolve: (plan: QueryPlan) => void
  readonly reject: (error: Error) => void
}

const PROGRAM = fileURLToPath(new URL('planner-process.ts', import.meta.url))
/** How many operations that have crashed the planner are remembered. */
const MAX_CULPRITS = 100

class FencedPlanner implements Planner {
  readonly #sdl: string
  readonly #options: FenceOptions
  /** By their numbers, in the order in which the process plans them. */
  readonly #waiting = new Map<number, Waiting>()
  readonly #culprits = new Set<string>()
  #process: ChildProcess | undefined
  /** Whether the process has answered: until then its start takes time, which is no operation's fault. */
  #hasAnswered = false
  #timer: NodeJS.Timeout | undefined
  #last = 0
  #isClosed = false

  constructor(sdl: string, options: FenceOptions) {
    this.#sdl = sdl
    this.#options = options
  }

  plan(operation: string): Promise<QueryPlan> {
    if (this.#culprits.has(operation)) return Promise.reject(new Error('The operation has crashed the planner before'))
    if (this.#waiting.size >= this.#options.queue) return Promise.reject(new Error('Too many operations are planned'))
    return new Promise((resolve, reject) => {
      const id = ++this.#last
      this.#waiting.set(id, { operation, resolve, reject })
      const child = this.#process ?? this.#start()
      this.#watch()
      send(child, { kind: 'plan', id, operation })
    })
  }

  close(): void {
    this.#isClosed = true
    if (this.#waiting.size === 0) this.#stop()
  }

  #start(): ChildProcess {
    const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] })
    // the gateway may end while its planner is idle
    child.unref()
    child.channel?.unref()
    child.on('message', (message: FromPlanner) => this.#settle(message))
    child.once('error', (fault) => this.#crashed(child, fault))
    child.once('exit', (code, signal) => this.#crashed(child, new Error(`The planner has ended by ${signal ?? code}`)))
    this.#process = child
    this.#hasAnswered = false
    send(child, { kind: 'supergraph', sdl: this.#sdl })
    return child
  }

  #settle(message: FromPlanner): void {
    this.#hasAnswered = true
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    this.#waiting.delete(message.id)
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#watch()
    if ('plan' in message) waiting.resolve(message.plan)
    else waiting.reject(new Error(message.error))
    if (this.#isClosed && this.#waiting.size === 0) this.#stop()
  }

  /** Gives the operation that is planned at the moment its time. */
  #watch(): void {
    if (this.#timer || this.#waiting.size === 0) return
    const { startMs, timeoutMs } = this.#options
    const patience = this.#hasAnswered ? timeoutMs : startMs + timeoutMs
    this.#timer = setTimeout(() => this.#process?.kill('SIGKILL'), patience)
    this.#timer.unref()
  }

  #crashed(child: ChildProcess, fault: Error): void {
    if (this.#process !== child) return
    this.#process = undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    const [culprit] = this.#waiting
    if (!culprit) return
    const [id, { operation, reject }] = culprit
    this.#waiting.delete(id)
    if (this.#culprits.size < MAX_CULPRITS) this.#culprits.add(operation)
    reject(fault)
    if (this.#waiting.size === 0) return
    const next = this.#start()
    this.#watch()
    for (const [number, waiting] of this.#waiting) {
      send(next, { kind: 'plan', id: number, operation: waiting.operation })
    }
  }

  #stop(): void {
    const child = this.#process
    this.#process = undefined
    child?.disconnect()
  }
}

/** What cannot be sent goes to a process that is ending: its end says so. */
function send(child: ChildProcess, message: ToPlanner): void {
  if (child.connected) child.send(message, () => {})
}
