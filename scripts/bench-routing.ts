import { parseArgs } from 'node:util'
import { type GatewayProcess, startForwarder, startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { measure, median } from './bench-members/load.ts'

// npm run bench-routing -- [--members 553] [--against 3] [--rounds 15] [--requests 3000] [--connections 32]
// What routing over many members costs against few: CPU time for each request, in pairs of short rounds. What else the machine
// does falls on both of a pair, so that the medians are steady where times are not. Sockets to many servers are colder than
// those to few, for any program: so a forwarder that does nothing else is measured in the same rounds, and what it loses is
// told apart from what the gateway's routing costs.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '553' },
    against: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '15' },
    requests: { type: 'string', default: '3000' },
    connections: { type: 'string', default: '32' },
  },
})
/** What routing may cost, as a part of a request over few members. */
const GOAL = 0.1
const [requests, connections] = [Number(values.requests), Number(values.connections)]

/** Microseconds of CPU for each request of a round. */
type Round = (howMany: number) => Promise<number>

function roundsOver(front: GatewayProcess, governments: readonly string[]): Round {
  let turn = 0
  const nextId = () => complaintOf(governments[turn++ % governments.length] ?? '00')
  return async (howMany) => {
    const before = front.cpuMs()
    const { errors } = await measure({ url: front.url, nextId, requests: howMany, connections })
    if (errors > 0) throw new Error(`${errors} requests over ${governments.length} members failed`)
    return ((front.cpuMs() - before) * 1000) / howMany
  }
}

async function contender(count: number) {
  const members = await startLightMembers(count)
  const governments = members.entries.flatMap((entry) => entry.governments)
  const [gateway, forwarder] = [await startGateway(members.entries), await startForwarder(members.entries)]
  const rounds = { gateway: roundsOver(gateway, governments), forwarder: roundsOver(forwarder, governments) }
  // connections to every member, and compiled code
  for (const round of Object.values(rounds)) await round(Math.max(requests, count * connections))
  return {
    count,
    rounds,
    async stop() {
      await Promise.all([gateway.stop(), forwarder.stop()])
      members.close()
    },
  }
}

const [few, many] = [await contender(Number(values.against)), await contender(Number(values.members))]

/** What a request costs over few and over many, once each. */
async function pairOf(front: 'gateway' | 'forwarder', manyFirst: boolean): Promise<readonly [number, number]> {
  const more = manyFirst ? await many.rounds[front](requests) : undefined
  const less = await few.rounds[front](requests)
  return [less, more ?? (await many.rounds[front](requests))]
}

const ratios = { gateway: [] as number[], forwarder: [] as number[], routing: [] as number[] }
for (let pair = 0; pair < Number(values.rounds); pair++) {
  const [less, more] = await pairOf('gateway', pair % 2 === 1)
  const [bareLess, bareMore] = await pairOf('forwarder', pair % 2 === 1)
  ratios.gateway.push(more / less)
  ratios.forwarder.push(bareMore / bareLess)
  ratios.routing.push((more - less - (bareMore - bareLess)) / less)
  console.log(
    `pair ${pair + 1}, µs of CPU for each request over ${few.count} and over ${many.count}: ` +
      `gateway ${less.toFixed(0)} and ${more.toFixed(0)}, forwarder ${bareLess.toFixed(0)} and ${bareMore.toFixed(0)}`,
  )
}
const cost = median(ratios.routing)
console.log(`medians of ${values.rounds} pairs, ${many.count} members against ${few.count}:`)
console.log(
  `gateway ${median(ratios.gateway).toFixed(3)} times, a bare forwarder ${median(ratios.forwarder).toFixed(3)} times`,
)
console.log(`routing itself ${(cost * 100).toFixed(1)} % of a request (goal ${GOAL * 100} %)`)
process.exitCode = cost <= GOAL ? 0 : 1
for (const one of [few, many]) await one.stop()
