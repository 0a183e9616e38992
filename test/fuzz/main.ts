import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'
import { startTarget } from './target.ts'

/** How much a gateway's memory may grow once its caches are full. */
const GROWTH_MIB = 64
/** Many shots only wait until the gateway gives them up, so that few would leave it idle. */
const AT_A_TIME = 128

const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const target = await startTarget()
const begun = performance.now()
const seconds = () => ((performance.now() - begun) / 1000).toFixed(0)
const result = await fuzz(target, {
  count: Number(values.count),
  seed: Number(values.seed),
  atATime: AT_A_TIME,
  onProgress: (done, memory) => console.log(`${done} sent in ${seconds()} s, ${memory?.toFixed(0)} MiB`),
})
await target.close()
console.log(result)
const { early, late } = result.memory
const isFlat = early === undefined || late === undefined || late - early <= GROWTH_MIB
process.exitCode = result.exit === undefined && result.answers && isFlat ? 0 : 1
