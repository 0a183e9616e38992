import type { Chain } from '@lawang/schema/exchange/chain'
import type { CaseStatus, ChainEvent } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { type CaseContext, type CaseDecision, type CaseState, decided, type Particulars } from './case-act.ts'
import { REASON } from './reasons.ts'

const ENDED: ReadonlySet<CaseStatus> = new Set(['CLOSED', 'ARCHIVED', 'HANDED_OVER'])

/**
 * The one event that a reporter's act becomes at the holder: what it asks for, or NOTED where that has become void on
 * the way. Either names the act, so that it is carried out once, whoever holds the complaint then.
 */
export function decideNote(note: ChainEvent, state: CaseState, chain: Chain, context: CaseContext): CaseDecision {
  const { act, text } = note.data
  const carry: Particulars = { carriesOut: note.id, ...(text !== undefined && { text }) }
  const decision = act && carryOut(act, { carry, state, chain, context })
  return decision ?? decided('NOTED', state.case, state, context, carry)
}

interface Carried {
  readonly carry: Particulars
  readonly state: CaseState
  readonly chain: Chain
  readonly context: CaseContext
}

function carryOut(act: ReporterAct, carried: Carried): CaseDecision | undefined {
  const { state, context, carry } = carried
  const hasEnded = ENDED.has(state.case.status)
  switch (act.kind) {
    case 'REPLY':
      return hasEnded ? undefined : reply(act.satisfied, carried)
    case 'WITHDRAW':
      return hasEnded ? undefined : close(REASON.WITHDRAWN, carried)
    case 'REOPEN':
      return reopen(carried)
    case 'RATE':
      return decided('RATED', state.case, state, context, { ...carry, satisfaction: act.satisfaction })
    case 'CONSENT_EXTENSION':
      return hasEnded ? undefined : consentToExtension(act.granted, carried)
    case 'CONSENT_OMBUDSMAN':
      return hasEnded ? undefined : consentToOmbudsman(act.granted, carried)
    default:
      return act satisfies never
  }
}

/** Only "satisfied" closes. Every other reply to an answer puts the case back to work. */
function reply(satisfied: boolean | undefined, carried: Carried): CaseDecision {
  const { carry, state, context } = carried
  if (state.case.status !== 'ANSWERED') return decided('REPLIED', state.case, state, context, carry)
  if (satisfied) return close(REASON.REPORTER_SATISFIED, carried)
  const record = { ...state.case, status: 'IN_PROGRESS' as const }
  return decided('REPLIED', record, state, context, { ...carry, status: 'IN_PROGRESS' })
}

function close(reason: string, { carry, state, context }: Carried): CaseDecision {
  return decided('CLOSED', { ...state.case, status: 'CLOSED' }, state, context, { ...carry, reason })
}

/** What was closed is taken up again whenever the reporter says so; what was archived, once. */
function reopen({ carry, state, chain, context }: Carried): CaseDecision | undefined {
  const { status } = state.case
  const archived = chain.findIndex(({ type }) => type === 'ARCHIVED')
  const again = archived >= 0 && chain.slice(archived).some(({ type }) => type === 'REOPENED')
  if (status !== 'CLOSED' && !(status === 'ARCHIVED' && !again)) return undefined
  const { text: reason, ...rest } = carry
  const said = { ...rest, ...(reason !== undefined && { reason }) }
  // What nobody has verified yet is verified first.
  if (state.timeline.verifiedAt === undefined) {
    return decided('REOPENED', { ...state.case, status: 'OPEN' }, state, context, { ...said, status: 'FILED' })
  }
  return decided('REOPENED', { ...state.case, status: 'IN_PROGRESS' }, state, context, said)
}

function consentToExtension(granted: boolean, { carry, state, context }: Carried): CaseDecision | undefined {
  const { proposal } = state.timeline
  if (!proposal) return undefined
  return granted
    ? decided('EXTENDED', state.case, state, context, { ...carry, ...proposal })
    : decided('REPLIED', state.case, state, context, { ...carry, reason: REASON.EXTENSION_REFUSED })
}

function consentToOmbudsman(granted: boolean, { carry, state, context }: Carried): CaseDecision | undefined {
  if (state.timeline.ombudsman !== 'ASKED') return undefined
  return granted
    ? decided('ESCALATED', state.case, state, context, { ...carry, reason: REASON.ESCALATED_TO_OMBUDSMAN })
    : decided('REPLIED', state.case, state, context, { ...carry, reason: REASON.OMBUDSMAN_REFUSED })
}
