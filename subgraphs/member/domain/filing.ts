import { sha256Hex } from '@lawang/schema/digest'
import { Refusal } from '@lawang/schema/errors'
import { canonicalJson } from '@lawang/schema/exchange/chain'
import type { Dossier, LeaseClass, Listing } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, governmentOf, type RegionCode } from '@lawang/schema/region'
import { mayFileReceivedEarlier, requireAllowed } from '../access/policy.ts'
import { type CivilDay, civilDayOf, isCivilDay } from './civil-day.ts'
import { coordinatorOf, decideCompetence } from './competence.ts'
import { competenceWords } from './competence-words.ts'
import { readDetails } from './details.ts'
import type { HandoverWish } from './handover.ts'
import type { Actor, Agency, CompetenceDecision, FileComplaint, OnBehalf, Reference, Reporter } from './model.ts'
import { findPlace } from './place.ts'
import { findPersonal, redact } from './redaction.ts'
import { readOnBehalf, readReporter } from './reporter.ts'
import { routingOf } from './routing.ts'
import { readText, requireText } from './text.ts'

export interface FilingContext {
  readonly actor: Actor
  readonly now: Date
  readonly reference: Reference
  /** The governments whose doors this server is. */
  readonly hosted: readonly GovernmentCode[]
}

/** By what a retry is known. */
export interface Idempotency {
  readonly key: string
  /**
   * SHA-256 (hex) of all that was sent, before anything was blanked, the reporter among it: nobody else can repeat it. Of
   * clients without a token only; the keys of the others are their own.
   */
  readonly sent?: string
}

/** What filing comes to: everything that is to be stored, but for ids and the door's keys. */
export interface Filing {
  readonly door: GovernmentCode
  readonly dossier: Dossier
  readonly listing: Listing
  /** By which durations of the custody protocol it is held; for good, whatever category it is given later. */
  readonly leaseClass: LeaseClass
  /** Personal data: for the door's identity schema and nowhere else. */
  readonly reporter?: Reporter
  readonly onBehalf?: OnBehalf
  readonly idempotency?: Idempotency
  /** The door's coordinator, who has the case until another takes it. */
  readonly coordinator: Agency
  /** Absent while nobody has set a category. */
  readonly competence?: CompetenceDecision
  /** Set when another government is competent beyond doubt: custody is to go there at once. */
  readonly handover?: HandoverWish
}

/** What a complaint's title may be. */
export const TITLE = { name: 'title', longest: 200, singleLine: true }
/** What a complaint's text may be. */
export const BODY = { name: 'body', longest: 20_000 }
const IDEMPOTENCY_KEY = { name: 'idempotencyKey', longest: 200 }

/**
 * Checks what a reporter sent and decides who is competent. Refusals: FORBIDDEN to machines, UNKNOWN_JURISDICTION, UNKNOWN_CATEGORY,
 * UNKNOWN_LOCATION, UNKNOWN_DETAIL, EMPTY_TITLE, EMPTY_BODY, TEXT_TOO_LONG, RECEIVED_AT_NEEDS_OFFICER, FUTURE_DATE,
 * CONSENT_REQUIRED, BAD_USER_INPUT; UNAUTHENTICATED and FORBIDDEN to who may not file for others. Nothing is stored when it refuses.
 */
export function decideFiling(input: FileComplaint, context: FilingContext): Filing {
  const { now, reference } = context
  const door = readDoor(input.door, context)
  requireAllowed(context.actor, 'fileComplaint', { government: door })
  const reporter = readReporter(input.reporter)
  const onBehalf = readOnBehalf(input.onBehalf, door, now)
  requireConsent(context.actor, door, { reporter, onBehalf })
  const blank = redaction(input, reporter)
  const said = {
    title: requireText(input.title, TITLE, 'EMPTY_TITLE'),
    body: requireText(input.body, BODY, 'EMPTY_BODY'),
  }
  const [title, body] = [blank(said.title), blank(said.body)]
  const category = readCategory(input.category, reference)
  const location = readLocation(input.location, reference)
  const details = readDetails(input.details, category, reference)
  const receivedAt = readReceivedAt(input.receivedAt, door, context)
  const { kind, channel, anonymous, confidential } = input
  const content = { kind, title, body, category, location, details, channel, anonymous, confidential, receivedAt }
  const dossier = { ...content, filedAt: now.toISOString(), contentHash: hashContent(door, content) }
  const coordinator = coordinatorOf(door, reference)
  const competence =
    category === undefined ? undefined : decideCompetence({ category, location: location ?? door, details }, context)
  return {
    door,
    dossier,
    listing: listingOf(dossier),
    leaseClass: leaseClassOf(category, reference),
    reporter,
    onBehalf,
    idempotency: idempotencyOf(input.idempotencyKey, context.actor, { door, ...content, ...said, reporter, onBehalf }),
    coordinator,
    competence,
    handover: handoverAtOnce(door, competence, reference),
  }
}

/** Who files for somebody else has the right to, and a kiosk that brings somebody's data says that they agreed. */
function requireConsent(
  actor: Actor,
  door: GovernmentCode,
  { reporter, onBehalf }: Pick<Filing, 'reporter' | 'onBehalf'>,
) {
  if (onBehalf) requireAllowed(actor, 'fileForOthers', { government: door })
  else if (reporter && actor.kind === 'person' && actor.role === 'kiosk') throw new Refusal('CONSENT_REQUIRED')
}

/** An anonymous reporter who leaves a number in the text has not meant to: it is blanked unless that is forbidden. */
function redaction(
  { redact: wanted, anonymous }: FileComplaint,
  reporter: Reporter | undefined,
): (text: string) => string {
  return (wanted ?? anonymous) ? (text) => redact(text, findPersonal(text, reporter)) : (text) => text
}

/** What everybody may know of a complaint from its dossier: a confidential one has no title. */
export function listingOf(dossier: Dossier): Listing {
  const { kind, title, category, location, anonymous, confidential, filedAt, receivedAt, parent } = dossier
  return {
    kind,
    title: confidential ? undefined : title,
    category,
    location,
    anonymous,
    confidential,
    filedAt,
    receivedAt,
    parent,
  }
}

type Content = Omit<Dossier, 'filedAt' | 'contentHash'>

/**
 * The same content hashes alike whenever it is sent: the moment of filing is left out. So is the reporter: the hash is
 * public, and a telephone number could be guessed from it.
 */
function hashContent(door: GovernmentCode, content: Content): string {
  return sha256Hex(canonicalJson({ door, ...content }))
}

function handoverAtOnce(
  door: GovernmentCode,
  competence: CompetenceDecision | undefined,
  reference: Reference,
): HandoverWish | undefined {
  if (!competence?.definite || competence.government === door) return undefined
  const { government, agency } = competence
  return { to: government, agency: agency.id, reason: competenceWords(routingOf(competence), 'ID', reference) }
}

function idempotencyOf(
  given: string | undefined,
  actor: Actor,
  sent: Readonly<Record<string, unknown>>,
): Idempotency | undefined {
  const key = readIdempotencyKey(given)
  if (key === undefined) return undefined
  return actor.kind === 'public' ? { key, sent: sha256Hex(canonicalJson(sent)) } : { key }
}

/** A blank key is refused: counted as none, every retry of the client would file another complaint. */
function readIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined) return undefined
  const read = readText(key, IDEMPOTENCY_KEY)
  if (read === undefined) {
    throw new Refusal('BAD_USER_INPUT', 'idempotencyKey is blank. Send a text of your own, or leave it out.', {
      field: IDEMPOTENCY_KEY.name,
    })
  }
  return read
}

/** A village or district is a door of the government that it lies under, a village that is too new for the list as well. */
function readDoor(door: string, { hosted, reference }: FilingContext): GovernmentCode {
  const government = findPlace(door, reference) && governmentOf(door)
  if (!government || !hosted.includes(government)) throw new Refusal('UNKNOWN_JURISDICTION')
  return government
}

function readCategory(category: string | undefined, reference: Reference): string | undefined {
  if (category !== undefined && !reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  return category
}

function leaseClassOf(category: string | undefined, reference: Reference): LeaseClass {
  return category !== undefined && reference.category(category)?.urgent ? 'URGENT' : 'NORMAL'
}

function readLocation(location: string | undefined, reference: Reference): RegionCode | undefined {
  if (location === undefined) return undefined
  const place = findPlace(location, reference)
  if (!place) throw new Refusal('UNKNOWN_LOCATION')
  return place.code
}

function readReceivedAt(
  day: string | undefined,
  door: GovernmentCode,
  { actor, now }: FilingContext,
): CivilDay | undefined {
  if (day === undefined) return undefined
  if (!mayFileReceivedEarlier(actor, door)) throw new Refusal('RECEIVED_AT_NEEDS_OFFICER')
  if (!isCivilDay(day)) {
    throw new Refusal('BAD_USER_INPUT', 'receivedAt must be a day such as 2020-06-11.', { field: 'receivedAt' })
  }
  if (day > civilDayOf(now, door)) throw new Refusal('FUTURE_DATE')
  return day
}
