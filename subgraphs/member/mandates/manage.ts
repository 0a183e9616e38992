import { randomUUID } from 'node:crypto'
import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import { requireAllowed } from '../access/policy.ts'
import { subjectOf } from '../access/subject.ts'
import { writeChange } from '../audit/changes.ts'
import type { Actor, Reference } from '../domain/model.ts'
import { requireText } from '../domain/text.ts'
import { confineWrites } from '../store/confine-writes.ts'
import type { Database, Transaction } from '../store/database.ts'
import { end, type NewMandate, register } from './decide.ts'
import type { Mandate, Secretariat } from './model.ts'
import {
  insertMandate,
  insertSecretariat,
  lockMandates,
  readMandate,
  readMandatesOf,
  readSecretariats,
  tellChange,
  writeEnd,
} from './store.ts'

export interface ManageContext {
  readonly database: Database
  readonly reference: Reference
  readonly now: () => Date
  /** Has read what was committed, so that who asked sees it in the next answer. */
  readonly refresh: () => Promise<void>
}

/** Which decree, or with `subject` whose right under it, is ended; now, unless `at` says when. */
export interface MandateEnd {
  readonly government: GovernmentCode
  readonly mandate: string
  readonly subject?: string
  readonly at?: Date
}

/** Registers a decree. Refuses as `requireAllowed`, UNKNOWN_AGENCY, and as `register`. */
export function registerMandate(around: ManageContext, input: NewMandate, actor: Actor): Promise<Mandate> {
  const government = governmentOfAgency(around, input.agency)
  requireAllowed(actor, 'manageMandates', { government })
  return changing(around, actor, async (tx) => {
    await lockMandates(tx)
    const known = await readMandatesOf(tx, input.agency, 'UPDATE')
    const { mandate, superseded } = register(input, { id: randomUUID(), government, known })
    const change = changeBy(around, actor, government)
    if (superseded) {
      await writeEnd(tx, superseded)
      await writeChange(tx, { ...change, type: 'MANDATE_ENDED', about: superseded.id }, superseded)
    }
    await insertMandate(tx, mandate, subjectOf(actor))
    await writeChange(tx, { ...change, type: 'MANDATE_REGISTERED', about: mandate.id }, mandate)
    return mandate
  })
}

/** Ends a decree, or one person's right under it. Refuses as `requireAllowed`, NOT_FOUND, and as `end`. */
export function endMandate(around: ManageContext, input: MandateEnd, actor: Actor): Promise<Mandate> {
  requireAllowed(actor, 'manageMandates', { government: input.government })
  return changing(around, actor, async (tx) => {
    const known = await readMandate(tx, input.mandate)
    if (known?.government !== input.government) throw new Refusal('NOT_FOUND')
    const now = around.now()
    const at = input.at && input.at > now ? input.at : now
    const ended = end(known, { ...(input.subject === undefined ? {} : { subject: input.subject }), at })
    await writeEnd(tx, ended)
    const change = changeBy(around, actor, input.government)
    await writeChange(tx, { ...change, type: 'MANDATE_ENDED', about: ended.id }, ended)
    return ended
  })
}

/**
 * Moves the secretariat to another agency of the government, from a moment on that is after the last move. The cases that
 * the former one coordinates stay the government's: whoever coordinates may act on them. Refuses as `requireAllowed`,
 * UNKNOWN_AGENCY and INVALID_MANDATE.
 */
export function moveSecretariat(
  around: ManageContext,
  input: Omit<Secretariat, 'government'>,
  actor: Actor,
): Promise<Secretariat> {
  const government = governmentOfAgency(around, input.agency)
  requireAllowed(actor, 'manageMandates', { government })
  const line = (name: string) => ({ name, longest: 200, singleLine: true })
  const move = {
    ...{ government, agency: input.agency, from: input.from },
    number: requireText(input.number, line('number'), 'INVALID_MANDATE'),
    issuer: requireText(input.issuer, line('issuer'), 'INVALID_MANDATE'),
  }
  return changing(around, actor, async (tx) => {
    await lockMandates(tx)
    const earlier = (await readSecretariats(tx)).filter((each) => each.government === government)
    if (earlier.some(({ from }) => from >= move.from)) {
      throw new Refusal('INVALID_MANDATE', 'The secretariat has been moved at this moment or later already.')
    }
    await insertSecretariat(tx, move, subjectOf(actor))
    await writeChange(
      tx,
      { ...changeBy(around, actor, government), type: 'SECRETARIAT_MOVED', about: move.agency },
      move,
    )
    return move
  })
}

async function changing<T>(
  { database, refresh }: ManageContext,
  actor: Actor,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const result = await database.transaction(async (tx) => {
    // The national administrator keeps the decrees of all.
    if (actor.kind === 'person' && actor.role !== 'national-admin') confineWrites(tx, actor)
    const done = await work(tx)
    await tellChange(tx)
    return done
  })
  await refresh()
  return result
}

function governmentOfAgency({ reference }: ManageContext, agency: string): GovernmentCode {
  const known = reference.agency(agency)
  if (!known) throw new Refusal('UNKNOWN_AGENCY')
  return known.government
}

function changeBy({ now }: ManageContext, actor: Actor, government: GovernmentCode) {
  return { at: now(), by: subjectOf(actor), government }
}
