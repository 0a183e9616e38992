import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { tierOf } from '@lawang/schema/region'
import type { Listed } from '../directory/project.ts'

/** A complaint about a village, on the day of its door's calendar on which it was filed. */
export interface VillageFact {
  readonly village: string
  readonly day: string
  readonly filed: number
  readonly settled: number
}

const SETTLED: ReadonlySet<ComplaintStatus> = new Set(['ANSWERED', 'CLOSED', 'ARCHIVED'])

/** What the public may know of a village: confidential complaints are not counted in cells this small. */
export function villageFactOf({ location, confidential, filedAt, door, status }: Listed): VillageFact | undefined {
  if (location === undefined || confidential || tierOf(location) !== 'VILLAGE') return undefined
  const day = civilDayOf(new Date(filedAt), door)
  return { village: location, day, filed: 1, settled: SETTLED.has(status) ? 1 : 0 }
}
