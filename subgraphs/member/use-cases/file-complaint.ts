import { Refusal } from '@lawang/schema/errors'
import type { Custody } from '@lawang/schema/exchange/custody'
import { findChannelOf, keepChannel } from '../channels/store.ts'
import { complaintAtDoor } from '../domain/complaint-at-door.ts'
import { decideFiling, type Filing } from '../domain/filing.ts'
import {
  type ComplaintOrigin,
  clientOf,
  deriveCaseId,
  deriveComplaintId,
  deriveSecret,
  hashSecret,
} from '../domain/identifiers.ts'
import type { Actor, ComplaintRecord, FileComplaint } from '../domain/model.ts'
import { openAtDoor } from '../domain/opening.ts'
import type { SealedRecord } from '../identity/identities.ts'
import type { ChainOwner } from '../store/chains.ts'
import { hasSqlState, UNIQUE_VIOLATION } from '../store/database.ts'
import { ComplaintEntity } from '../store/entities/complaint.ts'
import { toComplaintRecord } from '../store/records.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

export interface Receipt {
  readonly complaint: ComplaintRecord
  /** The receipt's secret; the same each time for the same idempotency key. */
  readonly secret: string
  /** Whether it was stored just now: no other server can have it yet. */
  readonly isNew: boolean
}

/**
 * Stores a complaint at its door and, when the competence rules name another government beyond doubt, the request to
 * hand it there, in one transaction. A retry with the same idempotency key and content gets the same complaint; with
 * another content the bearer of a token is refused `IDEMPOTENCY_CONFLICT`, and who has none files another complaint: the key may
 * be another client's, who is neither kept from filing nor told of. Other refusals: see `decideFiling`.
 */
export async function fileComplaint(around: Surroundings, input: FileComplaint, actor: Actor): Promise<Receipt> {
  const { reference, doorKey, governments } = around
  const now = around.now()
  const filing = decideFiling(input, { actor, now, reference, hosted: governments })
  const owner = { complaint: deriveComplaintId(doorKey, originOf(around, filing, actor)), government: filing.door }
  const secret = deriveSecret(doorKey, owner.complaint)
  if (filing.idempotency && isPersonal(filing)) {
    // A retry is answered although the keys for its reporter's identity are out of reach.
    const known = await findSame(around, owner, filing)
    if (known) return { complaint: known, secret, isNew: false }
  }
  const sealed = await sealPersonal(around, owner, filing)
  const via = await findChannelOf(around.database, filing.door, actor)
  try {
    const { custody, isNew } = await inCustody(
      around,
      [owner],
      (custodies) => takeIn(around, { ...filing, sealed, via }, owner, custodies),
      { expected: 'NEW' },
    )
    return { complaint: complaintAtDoor(custody).record, secret, isNew }
  } catch (error) {
    if (!hasSqlState(error, UNIQUE_VIOLATION)) throw error
    // The same key was filed at the same moment: whoever committed first has stored it for both.
    const known = await findSame(around, owner, filing)
    if (!known) throw error
    return { complaint: known, secret, isNew: false }
  }
}

function isPersonal({ reporter, onBehalf }: Filing): boolean {
  return reporter !== undefined || onBehalf !== undefined
}

function originOf(around: Surroundings, { door, idempotency }: Filing, actor: Actor): ComplaintOrigin {
  if (!idempotency) return { door, random: around.randomness() }
  const { key: idempotencyKey, ...sent } = idempotency
  return { door, client: clientOf(actor), idempotencyKey, ...sent }
}

async function findSame(
  around: Surroundings,
  { complaint }: ChainOwner,
  filing: Filing,
): Promise<ComplaintRecord | undefined> {
  // Nearly every filing is a new one, and entities cost much more than a look.
  const stored = await around.database.prepared('SELECT FROM complaint WHERE id = $1', [complaint])
  const row = stored.length > 0 ? await around.database.em().findOne(ComplaintEntity, complaint) : null
  if (row && row.contentHash !== filing.dossier.contentHash) throw new Refusal('IDEMPOTENCY_CONFLICT')
  return row ? toComplaintRecord(row) : undefined
}

/** Before the transaction begins, because the keys may lie in another service. */
async function sealPersonal(
  { identities }: Surroundings,
  { complaint }: ChainOwner,
  { reporter, onBehalf }: Filing,
): Promise<SealedRecord | undefined> {
  return reporter || onBehalf ? identities.seal(complaint, { reporter: reporter ?? {}, onBehalf }) : undefined
}

/** `secretHash`: of the receipt that opens it, where it is another complaint's. */
export interface TakenFiling extends Filing {
  readonly sealed: SealedRecord | undefined
  /** The registered channel that it came through. */
  readonly via: string | undefined
  readonly secretHash?: string | undefined
}

/** The door takes the complaint in, and asks at once for the handover that the rules name. */
export async function takeIn(
  { doorKey, reference, lease, identities }: Surroundings,
  filing: TakenFiling,
  owner: ChainOwner,
  { tx, now, state, take, rowOf }: Custodies,
): Promise<{ readonly custody: Custody; readonly isNew: boolean }> {
  const { complaint } = owner
  const { dossier, leaseClass, handover, sealed, via } = filing
  const caseId = deriveCaseId(doorKey, { ...owner, epoch: 1 })
  const { event, request } = openAtDoor(filing, { complaint, caseId, now: new Date(now.at), reference })
  const { secretHash = hashSecret(deriveSecret(doorKey, complaint)) } = filing
  const known = rowOf(owner)
  if (known && known.dossier.contentHash !== dossier.contentHash) throw new Refusal('IDEMPOTENCY_CONFLICT')
  if (!known) {
    // A server in quarantine takes in as always; what the rules ask for waits with the complaint.
    const waits = handover && state().member.quarantined ? { wish: handover } : {}
    take({ type: 'File', ...owner, ...waits, leaseClass, dossier, secretHash, data: event.data })
    if (handover && request && !waits.wish) {
      take({ type: 'RequestHandover', ...owner, ...handover, inContact: lease.inContact(), data: request.data })
    }
    if (via !== undefined) await keepChannel(tx, complaint, via)
    if (sealed) await identities.keep(tx, sealed, new Date(now.at))
  }
  const custody = rowOf(owner)
  if (!custody) throw new Error(`${complaint} was filed and is not there`)
  return { custody, isNew: known === undefined }
}
