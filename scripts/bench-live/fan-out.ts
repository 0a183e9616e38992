import { setTimeout as pause } from 'node:timers/promises'
import { LightSubscriber } from './client.ts'
import type { GatewayProcess } from './gateway.ts'
import { Latencies } from './latencies.ts'
import type { StreamingMember } from './member.ts'
import { nowUs } from './monotonic.ts'

export interface FanOut {
  readonly deliveries: number
  readonly missing: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly gatewayCpuUsPerDelivery: number
}

const QUERY = 'subscription { complaintChanged { cursor id title status ts } }'
const PATIENCE_MS = 30_000

/** Subscribers of one operation: as many events as fast as they can be published, then at 100 and at 20 a second. */
export async function measureFanOut(
  member: StreamingMember,
  gateway: GatewayProcess,
  { subscribers, events }: { readonly subscribers: number; readonly events: number },
): Promise<{ readonly burst: FanOut; readonly fast: FanOut; readonly paced: FanOut }> {
  const latencies = new Latencies()
  const onEvent = (_number: number, publishedUs: number) => latencies.add(nowUs() - publishedUs)
  const open: LightSubscriber[] = []
  for (let at = 0; at < subscribers; at += 50) {
    const some = Array.from({ length: Math.min(50, subscribers - at) }, () => subscribe(gateway.port, onEvent))
    await Promise.all(some.map(({ opened }) => opened))
    open.push(...some)
  }
  const round = async (count: number, gapMs: number): Promise<FanOut> => {
    const expected = subscribers * count
    latencies.clear()
    const [cpu, started] = [gateway.cpuMs(), performance.now()]
    const published = member.publish(count, gapMs)
    while (latencies.total < expected && performance.now() - started < PATIENCE_MS) await pause(2)
    const seconds = (performance.now() - started) / 1000
    await published
    return {
      deliveries: latencies.total,
      missing: expected - latencies.total,
      perSecond: Math.round(latencies.total / seconds),
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      gatewayCpuUsPerDelivery: Number((((gateway.cpuMs() - cpu) * 1000) / latencies.total).toFixed(2)),
    }
  }
  await untilFollowed(member)
  await round(20, 0)
  const result = { burst: await round(events, 0), fast: await round(events, 10), paced: await round(events, 50) }
  for (const subscriber of open) subscriber.leave()
  return result
}

async function untilFollowed(member: StreamingMember): Promise<void> {
  while (member.subscriptions === 0) await pause(10)
  await pause(500)
}

function subscribe(port: number, onEvent: (number: number, publishedUs: number) => void): LightSubscriber {
  return new LightSubscriber({
    port,
    transport: 'ws',
    query: QUERY,
    variables: {},
    localAddress: '127.0.0.1',
    onEvent,
    onClosed: () => {},
  })
}
