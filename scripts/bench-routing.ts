import { Agent } from 'node:http'
import { parseArgs } from 'node:util'
import { type GatewayProcess, startForwarder, startGateway } from './bench-members/gateway-process.ts'
import { complaintOf, startLightMembers } from './bench-members/light-members.ts'
import { measure, median } from './bench-members/load.ts'

// npm run bench-routing -- [--members 553] [--against 3] [--rounds 200] [--requests 400] [--connections 32]
// What routing over many members costs against few: CPU time for each request, in pairs of rounds. A machine that is shared does
// the same work in up to twice the time, for seconds on end: so the rounds are short, one of many right beside one of few,
// and there are hundreds of pairs. Sockets to many servers are colder than those to few, for any program: so a forwarder
// that does nothing else is measured in the same rounds.
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '553' },
    against: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '200' },
    requests: { type: 'string', default: '400' },
    connections: { type: 'string', default: '32' },
  },
})
/** What a request over many members may cost, of one over few. */
const GOAL = 1.1
/** Requests before anything is measured: of all members, and of each. */
const [WARM_UP, WARM_UP_OF_MEMBER] = [30_000, 64]
/** Pairs between two lines of progress. */
const TOLD_EVERY = 20
const [requests, connections] = [Number(values.requests), Number(values.connections)]

/** Microseconds of CPU for each request of a round. */
type Round = (howMany: number) => Promise<number>

function roundsOver(front: GatewayProcess, governments: readonly string[], agent: Agent): Round {
  let turn = 0
  const nextId = () => complaintOf(governments[turn++ % governments.length] ?? '00')
  return async (howMany) => {
    const before = front.cpuMs()
    const { errors } = await measure({ url: front.url, nextId, requests: howMany, connections, agent })
    if (errors > 0) throw new Error(`${errors} requests over ${governments.length} members failed`)
    return ((front.cpuMs() - before) * 1000) / howMany
  }
}

async function contender(count: number) {
  const members = await startLightMembers(count)
  const governments = members.entries.flatMap((entry) => entry.governments)
  const [gateway, forwarder] = [await startGateway(members.entries), await startForwarder(members.entries)]
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const over = (front: GatewayProcess) => roundsOver(front, governments, agent)
  const rounds = { gateway: over(gateway), forwarder: over(forwarder) }
  // connections to every member, compiled code, and what each member's answers usually take
  for (const round of Object.values(rounds)) await round(Math.max(WARM_UP, count * WARM_UP_OF_MEMBER))
  return {
    count,
    rounds,
    async stop() {
      agent.destroy()
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

type Pair = Readonly<Record<'gateway' | 'forwarder', readonly [less: number, more: number]>>
const pairs: Pair[] = []
const ratioOf = (of: keyof Pair) => (pair: Pair) => pair[of][1] / pair[of][0]
const middle = (of: (pair: Pair) => number) => median(pairs.map(of))
for (let pair = 1; pair <= Number(values.rounds); pair++) {
  const manyFirst = pair % 2 === 1
  pairs.push({ gateway: await pairOf('gateway', manyFirst), forwarder: await pairOf('forwarder', manyFirst) })
  if (pair % TOLD_EVERY > 0) continue
  const told = (of: keyof Pair) => [0, 1].map((place) => middle((one) => one[of][place] ?? 0).toFixed(0)).join(' and ')
  console.log(
    `pair ${pair}, µs of CPU for each request over ${few.count} and over ${many.count} so far: ` +
      `gateway ${told('gateway')}, forwarder ${told('forwarder')}`,
  )
}
const cost = middle(ratioOf('gateway'))
const beyond = middle(
  ({ gateway: [less, more], forwarder: [bareLess, bareMore] }) => (more - less - (bareMore - bareLess)) / less,
)
console.log(`medians of ${values.rounds} pairs, ${many.count} members against ${few.count}:`)
console.log(
  `gateway ${cost.toFixed(3)} times (goal ${GOAL}), a bare forwarder ${middle(ratioOf('forwarder')).toFixed(3)} times`,
)
console.log(
  `what the gateway loses beyond the forwarder: ${(beyond * 100).toFixed(1)} % of a request over ${few.count}`,
)
process.exitCode = cost <= GOAL ? 0 : 1
for (const one of [few, many]) await one.stop()
