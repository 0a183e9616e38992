import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { isAllowed } from '../access/policy.ts'
import type { Attachments } from '../attachments/attachments.ts'
import { writeEntry } from '../audit/entries.ts'
import type { Actor, Reporter } from '../domain/model.ts'
import { readReporter } from '../domain/reporter.ts'
import type { ErasuresFile } from '../identity/erasures-file.ts'
import type { Disclosure, KnownIdentity, Viewer } from '../identity/identities.ts'
import type { ReceiptGuesses } from './receipt-guesses.ts'
import { recogniseReceipt } from './recognise-receipt.ts'
import type { Surroundings } from './surroundings.ts'

/** What the reporter's rights over personal data stand on. */
export interface PersonalDataContext {
  readonly around: Surroundings
  readonly guesses: ReceiptGuesses
  readonly erasures: ErasuresFile
  /** The photos and documents that reporters have sent. */
  readonly attachments: Pick<Attachments, 'erase'>
}

/** A complaint and the secret of its receipt, as they were sent. */
export interface ShownReceipt {
  readonly complaint: string
  readonly secret: string
}

/** All that a door has of a reporter, and who has seen it. */
export interface PersonalData {
  readonly complaint: string
  readonly identity: KnownIdentity
  readonly disclosures: readonly Disclosure[]
}

const REPORTER: Omit<Viewer, 'purpose'> = { role: 'reporter', subject: 'receipt' }

/** Access (UU 27/2022): what is kept of the reporter. The look is written down like everybody's. Refuses as `recogniseReceipt`. */
export async function readPersonalData(context: PersonalDataContext, receipt: ShownReceipt): Promise<PersonalData> {
  await recognise(context, receipt)
  return tell(context, receipt.complaint)
}

/**
 * Correction: what is given takes the place of everything that was kept of the reporter; the consent of a filing for
 * others stays. Refuses IDENTITY_ERASED, what `readReporter` refuses, and as `recogniseReceipt`.
 */
export async function correctPersonalData(
  context: PersonalDataContext,
  receipt: ShownReceipt,
  reporter: Reporter,
): Promise<PersonalData> {
  await recognise(context, receipt)
  const { around } = context
  const { complaint } = receipt
  const corrected = readReporter(reporter) ?? {}
  const now = around.now()
  const known = await around.identities.show(complaint, { ...REPORTER, purpose: 'correction' }, now)
  if (known.state === 'ERASED') throw new Refusal('IDENTITY_ERASED')
  const onBehalf = known.state === 'KEPT' ? known.record.onBehalf : undefined
  const sealed = await around.identities.seal(complaint, { reporter: corrected, onBehalf })
  await around.database.transaction(async (tx) => {
    if (!(await around.identities.keep(tx, sealed, now))) throw new Refusal('IDENTITY_ERASED')
    await writeEntry(tx, { type: 'IDENTITY_CORRECTED', at: now.toISOString(), about: complaint })
  })
  return tell(context, complaint)
}

/** Erasure: the data key is destroyed, photos and documents are removed; the complaint goes on. A second one changes nothing. Refuses as `recogniseReceipt`. */
export async function erasePersonalData(context: PersonalDataContext, receipt: ShownReceipt): Promise<PersonalData> {
  await recognise(context, receipt)
  // Before the database: a backup that is put back later must not bring back what was erased.
  await context.erasures.note(receipt.complaint)
  await context.around.identities.erase(receipt.complaint, context.around.now())
  // After the moment of the erasure: what is sent later to a link of before is refused by it.
  await context.attachments.erase(receipt.complaint)
  return tell(context, receipt.complaint)
}

/**
 * Who has seen the identity: for who shows the receipt's secret, and for overseers. `withSubjects` says whether the
 * asker may know which person it was. Refuses FORBIDDEN or UNAUTHENTICATED, or as `recogniseReceipt`.
 */
export async function readDisclosures(
  context: PersonalDataContext,
  { complaint, secret }: { readonly complaint: string; readonly secret?: string },
  actor: Actor,
): Promise<{ readonly disclosures: readonly Disclosure[]; readonly withSubjects: boolean }> {
  const id = parseId(complaint)
  const withSubjects = isAllowed(actor, 'readIdentityViews', { government: id.form === 'valid' ? id.government : '' })
  if (!withSubjects) await recognise(context, { complaint, secret: secret ?? '' })
  return { disclosures: await context.around.identities.disclosures(complaint), withSubjects }
}

/** Lets pass who shows the secret. Refuses as `recogniseReceipt`. */
export function recognise(
  { around, guesses }: PersonalDataContext,
  { complaint, secret }: ShownReceipt,
): Promise<void> {
  return recogniseReceipt({ sql: around.database, guesses, now: around.now() }, complaint, secret)
}

async function tell({ around }: PersonalDataContext, complaint: string): Promise<PersonalData> {
  const identity = await around.identities.show(complaint, { ...REPORTER, purpose: 'access' }, around.now())
  return { complaint, identity, disclosures: await around.identities.disclosures(complaint) }
}
