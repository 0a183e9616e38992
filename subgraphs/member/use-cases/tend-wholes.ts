import { isClosed } from '@lawang/schema/exchange/chain'
import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { caseUnder } from '../domain/case-under.ts'
import { REASON } from '../domain/reasons.ts'
import { heldBy } from '../domain/relations.ts'
import { decideWhole } from '../domain/split.ts'
import type { ChainOwner } from '../store/chains.ts'
import { clearMark, findMarked, readParts } from '../store/wholes.ts'
import { carryOutNotes } from './carry-out-notes.ts'
import { stateOf } from './held-case.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import { isTaken } from './is-taken.ts'
import type { Surroundings } from './surroundings.ts'

/** Wholes that are looked at in one round. */
const PAGE = 100

/**
 * Brings split complaints up to their parts: a whole closes when all its parts have ended, opens again with one that is
 * reopened, and takes its parts along when its reporter withdraws it. What custody does not allow now is done by a later
 * round. Returns how many events it wrote.
 */
export async function tendWholes(around: Surroundings): Promise<number> {
  let done = 0
  for (const owner of await findMarked(around.database, PAGE)) {
    const parts = await readParts(around.database, owner)
    const owners = parts.map((complaint) => ({ complaint, government: owner.government }))
    done += await inCustody(around, [owner, ...owners], (custodies) => tend(around, custodies, owner))
  }
  return done
}

function tend(around: Surroundings, custodies: Custodies, owner: ChainOwner): number {
  const whole = custodies.rowOf(owner)
  const held = whole && isAccountable(whole) ? heldBy(whole.chain) : []
  const done = whole && held.length > 0 ? bringUp(around, custodies, whole, held) : 0
  if (done !== 'LATER') clearMark(custodies.tx, owner)
  return done === 'LATER' ? 0 : done
}

function bringUp(
  around: Surroundings,
  custodies: Custodies,
  whole: Custody,
  held: readonly string[],
): number | 'LATER' {
  const { complaint, government, chain } = whole
  const parts = held.flatMap((part) => custodies.rowOf({ complaint: part, government }) ?? [])
  const closedBy = isClosed(chain) ? chain.findLast(({ type }) => type === 'CLOSED')?.data.reason : undefined
  if (closedBy === REASON.WITHDRAWN) return withdrawParts(around, custodies, parts)
  const record = caseUnder(whole)?.record
  if (!record) return 'LATER'
  const allEnded = parts.length === held.length && parts.every((part) => isClosed(part.chain))
  const context = { now: new Date(custodies.now.at), reference: around.reference }
  const decision = decideWhole(allEnded, { ...stateOf(record, whole), closedBy }, context)
  if (!decision) return 0
  const { type: event, data } = decision.event
  return isTaken(custodies, { type: 'Act', complaint, government, event, data }) ? 1 : 'LATER'
}

/** As the reporter would: a note at the door of the parts, which is here, for whoever holds each of them. */
function withdrawParts(around: Surroundings, custodies: Custodies, parts: readonly Custody[]): number {
  const open = parts.filter((part) => !isClosed(part.chain) && !isWithdrawing(part))
  for (const { complaint, government, chain } of open) {
    const tip = chain.at(-1)
    if (!tip) continue
    const { status, handledBy } = tip.data
    const data = { status, handledBy, act: { kind: 'WITHDRAW' } } as const
    custodies.take({ type: 'Note', complaint, government, event: 'REPORTER_ACT', data })
    carryOutNotes(around, custodies, { complaint, government })
  }
  return open.length
}

function isWithdrawing(part: Custody): boolean {
  return waitingNotes(part).some(({ data }) => data.act?.kind === 'WITHDRAW')
}
