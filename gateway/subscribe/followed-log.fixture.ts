import type { OperationRequest, Operations, PreparedOperation } from '../execute/operation.ts'
import type { Ending } from './channel.ts'
import { EventQueue } from './event-queue.ts'
import { Feeds } from './feeds.ts'
import type { Batch } from './live-event.ts'
import type { Outlet } from './outlet.ts'
import { type Upstream, UpstreamLost, type UpstreamRequest } from './upstream.ts'

const QUERY = 'subscription ($after: String, $secret: String) { ticked(after: $after, secret: $secret) { cursor } }'
const EVENTS_WAITING = 1_000

/** A subscriber's outlet that takes events while it is not `full`. */
class TestOutlet implements Outlet {
  readonly seen: number[] = []
  readonly batches: Batch[] = []
  full = false
  #waiting = () => {}

  get hasRoom(): boolean {
    return !this.full
  }

  send(batch: Batch): void {
    this.batches.push(batch)
    for (const { cursor } of batch.events) this.seen.push(Number(cursor))
  }

  onRoom(listener: () => void): void {
    this.#waiting = listener
  }

  takeAgain(): void {
    this.full = false
    this.#waiting()
  }
}

export interface Following {
  readonly outlet: TestOutlet
  readonly ending: Promise<Ending | undefined>
  readonly leave: () => void
}

/** A member's log, followed past sockets and planning: events are numbers, which are their cursors too. */
export class FollowedLog implements Upstream {
  readonly #open = new Map<EventQueue<number>, UpstreamRequest>()
  readonly #requests = new WeakMap<PreparedOperation, OperationRequest>()
  #last = 0
  /** How often an event was made for clients. */
  executed = 0
  readonly faults: unknown[] = []
  readonly feeds: Feeds

  constructor() {
    this.feeds = new Feeds({
      operations: this.#operations(),
      upstream: this,
      onFault: (fault) => this.faults.push(fault),
    })
  }

  /** Where the subscriptions that run at the member began. */
  get starts(): readonly unknown[] {
    return [...this.#open.values()].map(({ variables }) => variables.after ?? 'now')
  }

  publish(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#last += 1
      for (const queue of this.#open.keys()) queue.push(this.#last)
    }
  }

  /** As a member that dies. */
  lose(): void {
    for (const queue of this.#open.keys()) queue.fail(new UpstreamLost('gone'))
    this.#open.clear()
  }

  /** Follows the log, from `variables.after` if there is one. */
  async follow(variables: Record<string, unknown> = {}, authorization?: string): Promise<Following> {
    const request = { query: QUERY, variables }
    const prepared = await this.#operations().prepare(request)
    const leaving = new AbortController()
    const outlet = new TestOutlet()
    const ending = this.feeds.follow({ request, prepared }, outlet, { authorization, signal: leaving.signal })
    return { outlet, ending, leave: () => leaving.abort() }
  }

  open(request: UpstreamRequest, signal: AbortSignal): AsyncIterable<unknown> {
    const queue = new EventQueue<number>(EVENTS_WAITING)
    const { after } = request.variables
    for (let n = after == null ? this.#last + 1 : Number(after) + 1; n <= this.#last; n++) queue.push(n)
    this.#open.set(queue, request)
    signal.addEventListener('abort', () => {
      this.#open.delete(queue)
      queue.cancel()
    })
    return queue
  }

  close(): void {
    this.lose()
  }

  #operations(): Operations {
    return {
      prepare: async (request) => {
        const prepared = { kind: 'subscription' } as const
        this.#requests.set(prepared, request)
        return prepared
      },
      execute: () => Promise.reject(new Error('It is a subscription')),
      subscriptionFetch: (prepared) => ({
        contract: 'ticks',
        member: 'log',
        url: 'http://log',
        query: QUERY,
        variables: this.#requests.get(prepared)?.variables ?? {},
        onEvent: async (payload) => {
          this.executed += 1
          return { data: { ticked: { cursor: String(payload) } } }
        },
      }),
    }
  }
}
