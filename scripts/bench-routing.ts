import { parseArgs } from 'node:util'
import { startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { measure, median } from './bench-members/load.ts'

// npm run bench-routing -- [--members 553] [--against 3] [--rounds 15] [--requests 3000] [--connections 32]
// What routing over many members costs against few: the gateway's CPU time for each request, in pairs of short rounds. What
// else the machine does falls on both of a pair, so that the median of the pairs' ratios is steady where times are not.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '553' },
    against: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '15' },
    requests: { type: 'string', default: '3000' },
    connections: { type: 'string', default: '32' },
  },
})
/** What the median of the pairs' ratios may be at most. */
const GOAL = 1.1
const [requests, connections] = [Number(values.requests), Number(values.connections)]

async function contender(count: number) {
  const members = await startLightMembers(count)
  const gateway = await startGateway(members.entries)
  const governments = members.entries.flatMap((entry) => entry.governments)
  let turn = 0
  const nextId = () => complaintOf(governments[turn++ % governments.length] ?? '00')
  const round = async (howMany: number) => {
    const before = gateway.cpuMs()
    const { errors } = await measure({ url: gateway.url, nextId, requests: howMany, connections })
    if (errors > 0) throw new Error(`${errors} requests over ${count} members failed`)
    return ((gateway.cpuMs() - before) * 1000) / howMany
  }
  // connections to every member, and compiled code
  await round(Math.max(requests, count * connections))
  return { count, round, stop: () => gateway.stop().then(() => members.close()) }
}

const [few, many] = [await contender(Number(values.against)), await contender(Number(values.members))]
const ratios: number[] = []
for (let pair = 0; pair < Number(values.rounds); pair++) {
  const costs = new Map<number, number>()
  for (const one of pair % 2 === 0 ? [few, many] : [many, few]) costs.set(one.count, await one.round(requests))
  const [less, more] = [costs.get(few.count) ?? Number.NaN, costs.get(many.count) ?? Number.NaN]
  ratios.push(more / less)
  console.log(
    `pair ${pair + 1}: ${less.toFixed(0)} µs of CPU for each request, ${more.toFixed(0)} µs over ${many.count}`,
  )
}
const ratio = median(ratios)
console.log(
  `${many.count} members against ${few.count}: ${ratio.toFixed(3)} (median of ${values.rounds} pairs, goal ${GOAL})`,
)
process.exitCode = ratio <= GOAL ? 0 : 1
for (const one of [few, many]) await one.stop()
