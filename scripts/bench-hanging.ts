import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { type Measured, measure, median, percentile } from './bench-members/load.ts'

// npm run bench-hanging -- [--members 20] [--rounds 5] [--requests 6000] [--connections 16]
// What one hanging member does to the queries that do not need it: their p99 while it hangs against while it does not,
// in alternating rounds, with clients that ask for it all the time. Then whether its circuit closes when it is back.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '6000' },
    connections: { type: 'string', default: '16' },
  },
})
const members = await startLightMembers(Number(values.members))
const gateway = await startGateway(members.entries, { LAWANG_MEMBER_TIMEOUT_MS: '1000' })
const [hanging, ...others] = [...members.entries].reverse()
if (!hanging) throw new Error('There is no member')
const needed = others.flatMap(({ governments }) => governments)
let turn = 0

/** Beside the clients that are measured, two ask for the member that may hang. */
async function round(): Promise<Measured> {
  let isOver = false
  const bystanders = Array.from({ length: 2 }, async () => {
    while (!isOver) await askHanging(1)
  })
  const measured = await measure({
    url: gateway.url,
    nextId: () => complaintOf(needed[turn++ % needed.length] ?? '00'),
    requests: Number(values.requests),
    connections: Number(values.connections),
  })
  isOver = true
  await Promise.all(bystanders)
  return measured
}

async function askHanging(requests: number): Promise<Measured> {
  const measured = await measure({
    url: gateway.url,
    nextId: () => complaintOf(hanging?.governments[0] ?? '00'),
    requests,
    connections: 1,
  })
  // people ask again after a while, and not as fast as a refusal comes
  await delay(20)
  return measured
}

async function isClosed(): Promise<boolean> {
  const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text()
  return text.includes(`lawang_gateway_member_circuit{member="${hanging?.name}"} 0`)
}

await round()
const p99s: Record<'well' | 'hanging', number[]> = { well: [], hanging: [] }
for (let number = 0; number < Number(values.rounds); number++) {
  for (const state of ['well', 'hanging'] as const) {
    members.setHanging(hanging.name, state === 'hanging')
    if (state === 'hanging') for (let asked = 0; await isClosed(); asked++) await askHanging(asked < 5 ? 1 : 0)
    else while (!(await isClosed())) await askHanging(1)
    const { latencies, errors } = await round()
    if (errors > 0) throw new Error(`${errors} requests that do not need the member failed`)
    p99s[state].push(percentile(latencies, 0.99))
    console.log(`round ${number + 1}, the member ${state}: p99 ${percentile(latencies, 0.99).toFixed(1)} ms`)
  }
}
members.setHanging(hanging.name, false)
const backAt = performance.now()
while (!(await isClosed())) await askHanging(1)
console.log(`circuit closed again ${((performance.now() - backAt) / 1000).toFixed(1)} s after the member was back`)
console.log(`p99 ratio ${(median(p99s.hanging) / median(p99s.well)).toFixed(2)} (median of ${values.rounds} rounds)`)
await gateway.stop()
members.close()
