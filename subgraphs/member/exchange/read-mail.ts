import { brokenAt, type Chain, hashOf } from '@lawang/schema/exchange/chain'
import { judgePush, type MailPush } from '@lawang/schema/exchange/mail-push'
import type { MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { ChainOwner } from '../store/chains.ts'
import { type HubContact, sendContact } from '../store/exchange-state.ts'
import { type Custodies, inCustody } from '../use-cases/in-custody.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { BrokenMail } from './broken-mail.ts'
import { describeMail } from './describe-mail.ts'

/** Rows that are committed together. Each holds the lock of its custody until the last one is written. */
const BATCH = 25

/**
 * Reads rows of the hub's mail in order: what they change, what there is to tell of it, and the cursor are committed
 * together. A row that was read before changes nothing. Throws `BrokenMail` at what is not for this server and at
 * content that was tampered with; the rows before it have been read then. `contact` is written with the last row.
 */
export async function readMail(around: Surroundings, rows: readonly MailRow[], contact?: HubContact): Promise<void> {
  for (let read = 0; read < rows.length; read += BATCH) {
    const end = read + BATCH
    await readBatch(around, rows.slice(read, end), end < rows.length ? undefined : contact)
  }
}

/**
 * Reads of a push what comes next in the mail, in one transaction, and returns it. Throws `BrokenMail` as `readMail` does,
 * and has then read nothing.
 */
export function readPush(around: Surroundings, push: MailPush): Promise<readonly MailRow[]> {
  return readTogether(around, push.mail, (custodies) => judgePush(custodies.state().member, push))
}

async function readBatch(around: Surroundings, rows: readonly MailRow[], contact?: HubContact): Promise<void> {
  const readAll = (all: readonly MailRow[], said?: HubContact) =>
    readTogether(around, all, ({ tx }) => {
      if (said) sendContact(tx, said)
      return all
    })
  try {
    await readAll(rows, contact)
  } catch (error) {
    if (rows.length === 1) throw error
    // One row that cannot be read does not keep those before it from being read.
    for (const row of rows) await readAll([row], row === rows.at(-1) ? contact : undefined)
  }
}

/** Reads those of the rows that are chosen under their locks. */
function readTogether(
  around: Surroundings,
  rows: readonly MailRow[],
  choose: (custodies: Custodies) => readonly MailRow[],
): Promise<readonly MailRow[]> {
  const owners = rows.flatMap(({ message }) => ownerOf(message) ?? [])
  return inCustody(
    around,
    owners,
    (custodies) => {
      const chosen = choose(custodies)
      for (const row of chosen) readRow(around, custodies, row)
      return chosen
    },
    // Most grants are of what was never here.
    { reads: 'MAIL', expected: rows.every(({ message }) => message.type === 'Grant') ? 'NEW' : 'KNOWN' },
  )
}

function readRow({ reference, doorKey, governments, proofs }: Surroundings, custodies: Custodies, row: MailRow): void {
  const { message } = row
  refuseForeign(message, governments)
  refuseForged(message)
  refuseUnproved(message, proofs)
  const owner = ownerOf(message)
  const before = owner && custodies.rowOf(owner)
  const data = describeMail(message, before, { reference, doorKey, now: new Date(custodies.now.at) })
  custodies.take({ type: 'ReadMail', row, data })
}

function ownerOf(message: MailMessage): ChainOwner | undefined {
  if (message.type === 'Confirmed') return undefined
  return { complaint: message.complaint, government: message.type === 'Grant' ? message.to : message.government }
}

function refuseForeign(message: MailMessage, hosted: readonly GovernmentCode[]): void {
  const government = ownerOf(message)?.government
  if (government !== undefined && !hosted.includes(government)) {
    throw new BrokenMail(`The hub's mail is for ${government}, which is not hosted here`)
  }
}

/** On a signed network nobody takes custody without the hub's word, or an event without its government's. */
function refuseUnproved(message: MailMessage, proofs: ObjectProofs): void {
  const grantFault = message.type === 'Grant' ? proofs.checkGrant(message) : undefined
  const fault = grantFault ?? proofs.checkEvents(eventsOf(message))
  if (fault !== undefined) throw new BrokenMail(fault)
}

function eventsOf(message: MailMessage): Chain {
  if (message.type === 'Event') return [message.event]
  if (message.type === 'Grant' || message.type === 'View') return [...(message.chain ?? []), ...(message.annex ?? [])]
  return []
}

/** Nobody but its writer can change an event without its hash telling. */
function refuseForged(message: MailMessage): void {
  if (message.type === 'Confirmed') return
  const { complaint } = message
  const chain = message.type === 'Grant' || message.type === 'View' ? (message.chain ?? []) : []
  const annex = message.type === 'Grant' || message.type === 'View' ? (message.annex ?? []) : []
  const beside = message.type === 'Event' ? [message.event] : annex
  const isForged = beside.some((event) => hashOf(event) !== event.hash) || brokenAt(chain) !== undefined
  const isAnothers = [...chain, ...beside].some((event) => event.complaint !== complaint)
  if (isForged || isAnothers) throw new BrokenMail(`The events of ${complaint} that came are not intact`)
}

/** Acts of reporters come beside the chain. */
export function bringsNotes({ message }: MailRow): boolean {
  if (message.type === 'Event') return !message.canonical
  return 'annex' in message && message.annex !== undefined && message.annex.length > 0
}
