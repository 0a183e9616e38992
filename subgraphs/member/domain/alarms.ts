import { dueActs } from './due.ts'
import { belongsElsewhere, type CompetenceFacts } from './handover.ts'
import { warnAt } from './light.ts'
import type { CaseRecord, Reference } from './model.ts'
import type { Timeline } from './timeline.ts'

/** When somebody is to be reminded of a case, and when its clocks do something by themselves. */
export interface Alarms {
  readonly warnAt?: Date | undefined
  readonly dueAt?: Date | undefined
}

export function alarmsOf(
  record: CompetenceFacts & Pick<CaseRecord, 'status' | 'deadline'>,
  timeline: Timeline,
  reference: Reference,
): Alarms {
  const { status, deadline, government } = record
  const elsewhere = belongsElsewhere(record, reference)
  return {
    dueAt: dueActs(timeline, { status, elsewhere }, reference)[0]?.at,
    warnAt: deadline && warnAt(deadline, government, reference),
  }
}
