import { Refusal } from '@lawang/schema/errors'
import type { CaseStatus } from '@lawang/schema/exchange/messages'
import type { CaseCommand, CaseRecord } from './model.ts'

type Act = CaseCommand['type']

/** The statuses in which each act is possible. */
const POSSIBLE: Readonly<Record<Act, readonly CaseStatus[]>> = {
  verify: ['OPEN', 'VERIFIED'],
  assign: ['VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
  start: ['VERIFIED', 'ASSIGNED'],
  answer: ['IN_PROGRESS', 'ANSWERED'],
  close: ['ANSWERED'],
  archive: ['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
  handOver: ['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
  defer: ['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
  draft: ['IN_PROGRESS', 'ANSWERED'],
  release: ['IN_PROGRESS', 'ANSWERED'],
  extend: ['VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
  fieldWork: ['VERIFIED', 'ASSIGNED', 'IN_PROGRESS'],
}

/** The mutation that clients call for each act, as refusals name it. */
const MUTATIONS: Readonly<Record<Act, string>> = {
  verify: 'verifyCase',
  assign: 'assignCase',
  start: 'startCase',
  answer: 'answerCase',
  close: 'closeCase',
  archive: 'archiveCase',
  handOver: 'handOverCase',
  defer: 'deferCase',
  draft: 'draftAnswer',
  release: 'releaseAnswer',
  extend: 'extendCase',
  fieldWork: 'recordFieldWork',
}

const ACTS: readonly Act[] = [
  ...(['verify', 'assign', 'start', 'answer', 'draft', 'release', 'close'] as const),
  ...(['archive', 'handOver', 'defer', 'extend', 'fieldWork'] as const),
]

/** The acts that are possible in a status, as the mutations' names. */
export function nextSteps(status: CaseStatus): readonly string[] {
  return ACTS.filter((act) => POSSIBLE[act].includes(status)).map((act) => MUTATIONS[act])
}

/** Refuses WRONG_CASE_STATUS, with the steps that are possible now. */
export function requireStatus(act: Act, status: CaseStatus): void {
  if (POSSIBLE[act].includes(status)) return
  const steps = nextSteps(status)
  throw new Refusal(
    'WRONG_CASE_STATUS',
    `The case is ${status}: ${MUTATIONS[act]} is not possible now. Possible next: ${steps.join(', ')}.`,
    { status, nextSteps: steps },
  )
}

/**
 * Refuses NOT_HOLDER or CASE_CLOSED for a case that has ended. One that was handed over stays so even when the
 * complaint comes back: then another case is open here.
 */
export function requireOpen({ status }: CaseRecord): void {
  if (status === 'HANDED_OVER') throw new Refusal('NOT_HOLDER')
  if (status === 'CLOSED' || status === 'ARCHIVED') throw new Refusal('CASE_CLOSED')
}
