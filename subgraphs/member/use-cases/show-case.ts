import type { Custody } from '@lawang/schema/exchange/custody'
import { caseUnder } from '../domain/case-under.ts'
import { endCases, writeCase } from '../store/case-files.ts'
import type { Transaction } from '../store/database.ts'

/**
 * Brings a government's cases up to its custody: the one that its last event tells of is as the event says, and every
 * other has ended. So a complaint that is granted anew to who has it goes on in the same case.
 */
export async function showCase(tx: Transaction, before: Custody | undefined, after: Custody): Promise<void> {
  const [former, current] = [before && caseUnder(before), caseUnder(after)]
  const tip = after.chain.at(-1)
  if (!tip) return
  const at = new Date(tip.at)
  const isAnother = former?.record.id !== current?.record.id
  if (before && isAnother) await endCases(tx, after, current?.record.id, at)
  if (current && (isAnother || before?.chain !== after.chain)) {
    await writeCase(tx, current.record, { epoch: after.standing.epoch, dossier: current.dossier, updatedAt: at })
  }
}
