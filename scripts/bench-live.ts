import { parseArgs } from 'node:util'
import { measureCrowd } from './bench-live/crowd.ts'
import { measureFanOut } from './bench-live/fan-out.ts'
import { startGateway } from './bench-live/gateway.ts'
import { StreamingMember } from './bench-live/member.ts'

// npm run bench-live -- [--run fan-out|crowd|serve] [--subscribers N] [--events N] [--rounds N] [--regions N] [--seconds N]
const { values } = parseArgs({
  options: {
    run: { type: 'string', default: 'fan-out' },
    subscribers: { type: 'string' },
    events: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    regions: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '50' },
    cores: { type: 'string' },
  },
})

const member = await StreamingMember.start(Number(values.regions))
const gateway = await startGateway(member.supergraph, values.cores)
if (values.run === 'serve') {
  console.log(`--url ws://127.0.0.1:${gateway.port}/graphql --publish ${member.url}/publish --pid ${gateway.pid}`)
} else {
  if (values.run === 'crowd') {
    const crowd = {
      subscribers: Number(values.subscribers ?? 10_000),
      seconds: Number(values.seconds),
      eventsPerSecond: Number(values.rate),
    }
    console.log(JSON.stringify(await measureCrowd(member, gateway, crowd), undefined, 2))
  } else {
    const fanOut = { subscribers: Number(values.subscribers ?? 1_000), events: Number(values.events) }
    for (let round = 0; round < Number(values.rounds); round++) {
      console.log(JSON.stringify(await measureFanOut(member, gateway, fanOut)))
    }
  }
  console.log(`gateway: peak ${gateway.peakMiB()} MiB`)
  await gateway.stop()
  member.close()
}
