import { setTimeout as pause } from 'node:timers/promises'
import { LightSubscriber, type Transport } from './client.ts'
import type { GatewayProcess } from './gateway.ts'
import { Latencies } from './latencies.ts'
import type { StreamingMember } from './member.ts'
import { nowUs } from './monotonic.ts'

export interface Crowd {
  readonly subscribers: number
  readonly seconds: number
  readonly eventsPerSecond: number
}

export interface CrowdFigures {
  readonly deliveries: number
  /** Events that a subscriber did not get, or got a second time, or out of order. */
  readonly gaps: number
  readonly repeated: number
  /** Subscribers that had not got the last event when the run was over. */
  readonly behind: number
  /** Of events published while their subscriber was there and took them. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly reconnects: number
  /** Connections that the gateway ended. */
  readonly dropped: number
  readonly stalledForSeconds: number
  readonly subscriptionsAtMember: number
  /** Cores that were busy. Those of the bench hold the subscribers and the member. */
  /** How long publishing took: longer than it should when the machine is too busy. */
  readonly tookSeconds: number
  readonly gatewayCpu: number
  readonly benchCpu: number
}

const QUERY = `subscription ($after: String, $region: ID) {
  complaintChanged(after: $after, region: $region) { cursor id title status ts }
}`
const RECONNECTING = 0.2
const STALLED = 0.05
const AWAY_MS = 1_000
const PATIENCE_MS = 60_000
const OPENED_TOGETHER = 100
/** One address has not enough ports for those that come and go. */
const LOCAL_ADDRESSES = 8

/** What the subscribers of a run have met together. */
interface Tally {
  readonly latencies: Latencies
  deliveries: number
  gaps: number
  repeated: number
  reconnects: number
  dropped: number
}

/** One of the crowd: it comes again after the last event that it has seen, as standard clients do. */
class Member {
  readonly #open: (after: string, one: Member) => LightSubscriber
  readonly #tally: Tally
  readonly #step: number
  #subscriber: LightSubscriber | undefined
  #isAway = false
  #measuredFromUs = 0
  last: number

  constructor(
    open: (after: string, one: Member) => LightSubscriber,
    tally: Tally,
    { before, step }: { readonly before: number; readonly step: number },
  ) {
    this.#open = open
    this.#tally = tally
    this.last = before
    this.#step = step
  }

  async enter(): Promise<void> {
    this.#isAway = false
    this.#measuredFromUs = Number.POSITIVE_INFINITY
    this.#subscriber = this.#open(`c${this.last}`, this)
    await this.#subscriber.opened.catch(() => {})
    this.#measuredFromUs = nowUs()
  }

  leave(): void {
    this.#isAway = true
    this.#subscriber?.leave()
  }

  stall(): void {
    this.#measuredFromUs = Number.POSITIVE_INFINITY
    this.#subscriber?.pause()
  }

  takeAgain(): void {
    this.#subscriber?.resume()
  }

  take(number: number, publishedUs: number): void {
    const expected = this.last + this.#step
    if (number < expected) this.#tally.repeated += 1
    if (number > expected) this.#tally.gaps += 1
    this.last = Math.max(this.last, number)
    this.#tally.deliveries += 1
    if (publishedUs >= this.#measuredFromUs) this.#tally.latencies.add(nowUs() - publishedUs)
  }

  closed(): void {
    if (this.#isAway) return
    this.#tally.dropped += 1
    setTimeout(() => void this.enter(), AWAY_MS)
  }
}

/**
 * Many subscribers, half over WebSocket and half over server-sent events, of as many operations as the member has regions. A
 * fifth of them leave and come again all the time; a twentieth take nothing for the middle half of the run.
 */
export async function measureCrowd(
  member: StreamingMember,
  gateway: GatewayProcess,
  crowd: Crowd,
): Promise<CrowdFigures> {
  const tally: Tally = { latencies: new Latencies(), deliveries: 0, gaps: 0, repeated: 0, reconnects: 0, dropped: 0 }
  const all = Array.from({ length: crowd.subscribers }, (_, index) => oneOf(member, gateway.port, tally, index))
  for (let at = 0; at < all.length; at += OPENED_TOGETHER) {
    await Promise.all(all.slice(at, at + OPENED_TOGETHER).map((one) => one.enter()))
  }
  await pause(2_000)
  const stalled = all.slice(0, Math.round(crowd.subscribers * STALLED))
  const leaving = all.slice(stalled.length, stalled.length + Math.round(crowd.subscribers * RECONNECTING))
  const runMs = crowd.seconds * 1000
  const [cpu, ownCpu, started] = [gateway.cpuMs(), process.cpuUsage(), performance.now()]
  const published = member.publish(crowd.seconds * crowd.eventsPerSecond, 1000 / crowd.eventsPerSecond)
  const coming = comeAndGo(leaving, tally, started + runMs)
  await pause(runMs / 4)
  for (const one of stalled) one.stall()
  await pause(runMs / 2)
  for (const one of stalled) one.takeAgain()
  await Promise.all([published, coming])
  const tookMs = performance.now() - started
  const gatewayCpu = (gateway.cpuMs() - cpu) / tookMs
  const { user, system } = process.cpuUsage(ownCpu)
  const isBehind = (one: Member) => one.last <= member.published - member.regions
  const ended = performance.now()
  while (all.some(isBehind) && performance.now() - ended < PATIENCE_MS) await pause(100)
  const figures = {
    deliveries: tally.deliveries,
    gaps: tally.gaps,
    repeated: tally.repeated,
    behind: all.filter(isBehind).length,
    p50Ms: tally.latencies.quantile(0.5),
    p99Ms: tally.latencies.quantile(0.99),
    reconnects: tally.reconnects,
    dropped: tally.dropped,
    stalledForSeconds: crowd.seconds / 2,
    subscriptionsAtMember: member.subscriptions,
    gatewayCpu: Number(gatewayCpu.toFixed(2)),
    benchCpu: Number(((user + system) / 1000 / tookMs).toFixed(2)),
    tookSeconds: Math.round(tookMs / 1000),
  }
  for (const one of all) one.leave()
  return figures
}

function oneOf(member: StreamingMember, port: number, tally: Tally, index: number): Member {
  const transport: Transport = index % 2 === 0 ? 'ws' : 'sse'
  const region = (index >> 1) % member.regions
  const open = (after: string, one: Member) =>
    new LightSubscriber({
      port,
      transport,
      query: QUERY,
      variables: { after, region: String(region) },
      localAddress: `127.0.0.${2 + (index % LOCAL_ADDRESSES)}`,
      onEvent: (number, publishedUs) => one.take(number, publishedUs),
      onClosed: () => one.closed(),
    })
  // the number before the first event of its region
  return new Member(open, tally, { before: region === 0 ? 0 : region - member.regions, step: member.regions })
}

/** Sends them away in turn, each for a second; each has its turn about every ten seconds. */
async function comeAndGo(leaving: readonly Member[], tally: Tally, until: number): Promise<void> {
  const perSecond = Math.max(1, Math.round(leaving.length / 10))
  for (let at = 0; performance.now() < until - 2 * AWAY_MS; at = (at + perSecond) % Math.max(1, leaving.length)) {
    const some = leaving.slice(at, at + perSecond)
    for (const one of some) one.leave()
    await pause(AWAY_MS)
    tally.reconnects += some.length
    await Promise.all(some.map((one) => one.enter()))
  }
}
