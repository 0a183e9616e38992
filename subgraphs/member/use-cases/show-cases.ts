import type { Custody } from '@lawang/schema/exchange/custody'
import { type CaseWithDossier, caseUnder } from '../domain/case-under.ts'
import type { RulesContext } from '../domain/competence.ts'
import { dueAtOf } from '../domain/due.ts'
import { timelineOf } from '../domain/timeline.ts'
import { endCases, writeCases } from '../store/case-files.ts'
import type { CustodyChange } from '../store/custodies.ts'
import type { Transaction } from '../store/database.ts'

/**
 * Brings governments' cases up to their custodies: the one that the last event tells of is as the event says, and every
 * other has ended. So a complaint that is granted anew to who has it goes on in the same case.
 */
export function showCases(tx: Transaction, changes: readonly CustodyChange[], context: RulesContext): void {
  const shown = changes.flatMap((change) => casesOf(change, context) ?? [])
  endCases(
    tx,
    shown.flatMap(({ ends }) => ends ?? []),
  )
  writeCases(
    tx,
    shown.flatMap(({ goesOn }) => goesOn ?? []),
  )
}

function casesOf({ before, after }: CustodyChange, context: RulesContext) {
  const [former, current] = [before && caseUnder(before), caseUnder(after)]
  const tip = after.chain.at(-1)
  if (!tip) return undefined
  const { complaint, government, standing } = after
  const at = new Date(tip.at)
  const isAnother = former?.record.id !== current?.record.id
  const isNews = current !== undefined && (isAnother || before?.chain !== after.chain)
  return {
    ...(before && isAnother && { ends: { complaint, government, except: current?.record.id, at } }),
    ...(isNews && { goesOn: { ...current, epoch: standing.epoch, updatedAt: at, ...clocksOf(current, after) } }),
  }

  function clocksOf({ record }: CaseWithDossier, { complaint: of, chain }: Custody) {
    const timeline = timelineOf(chain)
    if (!timeline) throw new Error(`${of} has a case without a timeline`)
    return { timeline, dueAt: dueAtOf(record, timeline, context) }
  }
}
