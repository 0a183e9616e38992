import type { ClockContext } from '@lawang/member/domain/clocks'
import { NO_WORK, type WorkCounts } from '@lawang/member/work'
import type { Register } from '@lawang/schema/exchange/register'
import { countedOf } from '../directory/project.ts'
import type { RegisterChange } from '../hub/register-change.ts'
import { villageFactOf } from './village-facts.ts'
import { workFactsOf } from './work-facts.ts'

/** By how much the counts of a government's day change. */
export type WorkDelta = { readonly government: string; readonly day: string } & WorkCounts

/** By how much the counts of a village's day change. */
export interface VillageDelta {
  readonly village: string
  readonly day: string
  readonly filed: number
  readonly settled: number
}

/** Days of governments whose counts change; what comes and goes at once is left out. */
export function workDeltas(changes: readonly RegisterChange[], clocks: ClockContext): readonly WorkDelta[] {
  const days = new Map<string, WorkDelta>()
  const add = (register: Register | undefined, sign: 1 | -1) => {
    for (const { government, day, indicator, amount } of register ? workFactsOf(register, clocks) : []) {
      const key = `${government} ${day}`
      const known = days.get(key) ?? { government, day, ...NO_WORK }
      days.set(key, { ...known, [indicator]: known[indicator] + sign * amount })
    }
  }
  for (const { before, after } of changes) {
    if (before?.chain === after.chain) continue
    add(before, -1)
    add(after, 1)
  }
  return [...days.values()].filter((delta) =>
    Object.values(delta).some((value) => typeof value === 'number' && value !== 0),
  )
}

export function villageDeltas(changes: readonly RegisterChange[]): readonly VillageDelta[] {
  const days = new Map<string, VillageDelta>()
  const add = (register: Register | undefined, sign: 1 | -1) => {
    const listed = register && countedOf(register)
    const fact = listed && villageFactOf(listed)
    if (!fact) return
    const { village, day } = fact
    const key = `${village} ${day}`
    const known = days.get(key) ?? { village, day, filed: 0, settled: 0 }
    days.set(key, {
      ...known,
      filed: known.filed + sign * fact.filed,
      settled: known.settled + sign * fact.settled,
    })
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  return [...days.values()].filter(({ filed, settled }) => filed !== 0 || settled !== 0)
}
