import { parseArgs } from 'node:util'
import { generate } from './generate.ts'
import { run } from './run.ts'

const { values } = parseArgs({
  options: {
    grants: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    members: { type: 'string', default: '7' },
  },
})
let grants = 0,
  seed = Number(values.seed),
  t0 = Date.now(),
  bad = 0
const tot: Record<string, number> = {}
while (grants < Number(values.grants)) {
  const o = run(generate(seed, Number(values.members)))
  for (const [k, v] of Object.entries(o.figures)) tot[k] = (tot[k] ?? 0) + v
  grants += o.figures.grants
  tot.events = (tot.events ?? 0) + o.events
  tot.destroyed = (tot.destroyed ?? 0) + o.destroyed
  tot.worlds = (tot.worlds ?? 0) + 1
  if (o.violation) {
    bad++
    console.log(seed, o.violation.message.slice(0, 600))
    if (bad > 8) break
  }
  seed++
}
console.log(tot, (Date.now() - t0) / 1000, 's')
