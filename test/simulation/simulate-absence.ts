import { parseArgs } from 'node:util'
import { loadReference } from '@lawang/member/reference/load'
import { runAbsence } from './absence.ts'
import { DAY } from './clock.ts'
import { everyGovernment } from './topology.ts'
import type { World } from './world.ts'

/** `simulate-absence.ts [--complaints N] [--seed S] [--away PROVINCE]`: the whole country, one province away for ten days. */
const { values } = parseArgs({
  options: {
    complaints: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    away: { type: 'string', default: '64' },
  },
})

const began = performance.now()
const seconds = () => Math.round((performance.now() - began) / 1000)

function tell({ agenda, hub, observer }: World): void {
  const waiting = hub.disk.register.waiting().length
  const day = (agenda.now / DAY).toFixed(1).padStart(4)
  const { grants, seizures } = observer.figures
  console.error(
    `day ${day}: ${hub.disk.register.size} complaints, ${grants} grants (${seizures} seizures), ${waiting} wait · ${seconds()} s`,
  )
}

const { regions } = loadReference()
const provinces = regions.under().map(({ code }) => code)
const regencies = provinces.flatMap((province) => regions.under(province).map(({ code }) => code))
const parties = everyGovernment(provinces, regencies)
const { complaints, seed, away } = values
const { outcome, figures } = runAbsence({ complaints: Number(complaints), seed: Number(seed), parties, away }, tell)

console.log(
  `${figures.complaints} complaints over ${parties.length} members, ${outcome.figures.grants} grants, ` +
    `${figures.grantsMeanwhile} of them while ${away} was away for ten days: ${figures.waited} handovers waited at most, ` +
    `${figures.climbed} climbed, ${outcome.figures.seizures} were seized; ${figures.takenAfterwards} taken by it afterwards; ` +
    `${outcome.events} events, ${outcome.messages} messages, ${seconds()} s`,
)
console.log(outcome.violation?.message ?? '0 violations')
process.exitCode = outcome.violation ? 1 : 0
