import { parseArgs } from 'node:util'
import { startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { measure, median } from './bench-members/load.ts'

// npm run bench-routing -- [--members 553] [--against 3] [--rounds 5] [--requests 8000] [--connections 32]
// What routing over many members costs against few: the gateway's CPU time for each request, in alternating rounds.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '553' },
    against: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '8000' },
    connections: { type: 'string', default: '32' },
  },
})
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
  return { count, round, costs: [] as number[], stop: () => gateway.stop().then(() => members.close()) }
}

const [few, many] = [await contender(Number(values.against)), await contender(Number(values.members))]
for (let round = 0; round < Number(values.rounds); round++) {
  for (const one of round % 2 === 0 ? [few, many] : [many, few]) {
    const cost = await one.round(requests)
    one.costs.push(cost)
    console.log(`round ${round + 1}: ${one.count} members, ${cost.toFixed(0)} µs of CPU for each request`)
  }
}
const ratio = median(many.costs) / median(few.costs)
console.log(`${many.count} members against ${few.count}: ${ratio.toFixed(3)} (median of ${values.rounds})`)
for (const one of [few, many]) await one.stop()
