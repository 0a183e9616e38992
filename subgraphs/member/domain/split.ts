import { Refusal } from '@lawang/schema/errors'
import type { Detail, Dossier } from '@lawang/schema/exchange/messages'
import { type CaseContext, type CaseDecision, type CaseState, decided } from './case-act.ts'
import { requireOpen, requireStatus } from './case-status.ts'
import { civilDayOf } from './civil-day.ts'
import { decideFiling, type Filing, type FilingContext } from './filing.ts'
import type { CaseRecord } from './model.ts'
import { REASON } from './reasons.ts'

/** What one part of a report is about: a complaint of its own, as an officer words it. */
export interface SplitPart {
  readonly title: string
  readonly body: string
  readonly category: string
  /** That of the whole, unless it is said. */
  readonly location?: string
  readonly details: readonly Detail[]
}

const FEWEST = 2
const MOST = 10

/**
 * The filings that a case is split into. They are filed at the government that splits it, which so stays informed of all of
 * them, as of the day on which the whole was received: the same rule set applies. Each keeps kind, channel, anonymity and
 * confidentiality of the whole, and none has an identity: who reports is known at the door of the whole only. Refuses
 * TOO_FEW_PARTS and what `decideFiling` refuses.
 */
export function decideParts(
  parts: readonly SplitPart[],
  whole: { readonly record: CaseRecord; readonly dossier: Dossier },
  context: FilingContext,
): readonly Filing[] {
  if (parts.length < FEWEST || parts.length > MOST) {
    throw new Refusal('WRONG_NUMBER_OF_PARTS', undefined, { fewest: FEWEST, most: MOST })
  }
  const { record, dossier } = whole
  const { kind, confidential, anonymous, government: door, complaint: parent } = record
  return parts.map(({ title, body, category, location = record.location, details }) => {
    const filing = decideFiling(
      {
        ...{ door, kind, title, body, category, details, channel: dossier.channel, anonymous, confidential },
        ...(location !== undefined && { location }),
        receivedAt: dossier.receivedAt ?? civilDayOf(new Date(dossier.filedAt), door),
      },
      context,
    )
    return {
      ...filing,
      dossier: { ...filing.dossier, parent },
      listing: { ...filing.listing, parent },
    }
  })
}

/** The event that tells of the parts. The whole is in progress from then on, and waits for them. */
export function decideSplit(parts: readonly string[], state: CaseState, context: CaseContext): CaseDecision {
  requireOpen(state.case)
  requireStatus('handOver', state.case.status)
  return decided('SPLIT', { ...state.case, status: 'IN_PROGRESS' }, state, context, { parts })
}

/**
 * What the state of its parts makes of a whole: it closes when all of them have ended and only then, and opens again with a
 * part that is reopened. Undefined where nothing is to be done.
 */
export function decideWhole(allEnded: boolean, state: CaseState, context: CaseContext): CaseDecision | undefined {
  const { status } = state.case
  if (allEnded && status === 'IN_PROGRESS') {
    const reason = REASON.PARTS_DONE
    return decided('CLOSED', { ...state.case, status: 'CLOSED' }, state, context, { reason })
  }
  if (!allEnded && status === 'CLOSED' && state.closedBy === REASON.PARTS_DONE) {
    const reason = REASON.PART_REOPENED
    return decided('REOPENED', { ...state.case, status: 'IN_PROGRESS' }, state, context, { reason })
  }
  return undefined
}
