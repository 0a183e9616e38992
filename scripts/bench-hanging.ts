import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readCounters } from './bench-members/counters.ts'
import { startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { measure, measurePaced, median, percentile } from './bench-members/load.ts'

// npm run bench-hanging -- [--members 20] [--rounds 9] [--seconds 3] [--rate 200]
// What one hanging member does to the queries that do not need it. They come at a rate that leaves the gateway idle most
// of the time, while others ask for the member that hangs, in pairs of short rounds, without and with it hanging: what
// else the machine does falls on both of a pair. Each round with it begins before its circuit knows. Then what was
// counted, which no noise changes: second tries at the other members, and whether the circuit opened and closed.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '200' },
  },
})
/** What the median of the pairs' ratios may be at most. */
const GOAL = 1.2
/** So many that the circuit opens when the first of them have waited in vain. */
const BYSTANDERS = 8

const members = await startLightMembers(Number(values.members))
const gateway = await startGateway(members.entries, { LAWANG_MEMBER_TIMEOUT_MS: '1000' })
const [hanging, ...others] = [...members.entries].reverse()
if (!hanging) throw new Error('There is no member')
const [theHanging, theOthers] = [(name: string) => name === hanging.name, (name: string) => name !== hanging.name]
const needed = others.flatMap(({ governments }) => governments)
const agent = new Agent({ keepAlive: true })
let turn = 0
const nextId = () => complaintOf(needed[turn++ % needed.length] ?? '00')
const load = { url: gateway.url, nextId, agent, perSecond: Number(values.rate), seconds: Number(values.seconds) }

type State = 'well' | 'hanging'
/** Requests that do not need the member and failed all the same: on a machine that is too slow for the deadline. */
const failed: Record<State, number> = { well: 0, hanging: 0 }

async function askHanging(): Promise<void> {
  const nextId = () => complaintOf(hanging?.governments[0] ?? '00')
  await measure({ url: gateway.url, nextId, requests: 1, connections: 1, agent })
  // people ask again after a while, and not as fast as a refusal comes
  await delay(20)
}

async function circuit(): Promise<'closed' | 'open'> {
  return (await readCounters(gateway.url)).sum('member_circuit', theHanging) === 0 ? 'closed' : 'open'
}

/** Beside the clients that are measured some ask for the member that may hang. Returns milliseconds. */
async function p99(state: State): Promise<number> {
  members.setHanging(hanging?.name ?? '', state === 'hanging')
  while (state === 'well' && (await circuit()) !== 'closed') await askHanging()
  let isOver = false
  const bystanders = Array.from({ length: BYSTANDERS }, async () => {
    while (!isOver) await askHanging()
  })
  const { latencies, errors } = await measurePaced(load)
  isOver = true
  await Promise.all(bystanders)
  failed[state] += errors
  return percentile(latencies, 0.99)
}

await measure({ url: gateway.url, nextId, requests: 20_000, connections: 16, agent })
await p99('well')
const ratios: number[] = []
const before = await readCounters(gateway.url)
for (let round = 0; round < Number(values.rounds); round++) {
  const found: Record<State, number> = { well: 0, hanging: 0 }
  for (const state of round % 2 === 0 ? (['well', 'hanging'] as const) : (['hanging', 'well'] as const)) {
    found[state] = await p99(state)
  }
  ratios.push(found.hanging / found.well)
  console.log(
    `pair ${round + 1}: p99 ${found.well.toFixed(1)} ms, with a hanging member ${found.hanging.toFixed(1)} ms`,
  )
}
await p99('well')
const after = await readCounters(gateway.url)
const grown = (name: string, of: (member: string) => boolean, labels: string) =>
  after.sum(name, of, labels) - before.sum(name, of, labels)
const asked = grown('member_requests_total', theOthers, 'outcome="answered"')
const hedges = grown('member_repeats_total', theOthers, 'reason="hedge"')
const opened = grown('member_circuit_changes_total', theHanging, 'state="open"')
const closed = grown('member_circuit_changes_total', theHanging, 'state="closed"')
const strangers = grown('member_circuit_changes_total', theOthers, '')
console.log(`p99 ratio ${median(ratios).toFixed(2)} (median of ${values.rounds} pairs, goal ${GOAL})`)
console.log(`other members: ${asked} requests, ${hedges} of them second tries, ${strangers} changes of circuits`)
console.log(`failed of them: ${failed.well}, with a hanging member ${failed.hanging}`)
console.log(`its circuit opened ${opened} times, trials among them, and closed ${closed} times`)
// rounds with it hanging may follow each other: it closes once for both
const isBack = opened > 0 && closed > 0 && (await circuit()) === 'closed'
const isUnharmed = strangers === 0 && failed.well + failed.hanging === 0
process.exitCode = median(ratios) <= GOAL && isBack && isUnharmed ? 0 : 1
agent.destroy()
await gateway.stop()
members.close()
