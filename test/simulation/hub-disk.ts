import { START } from '@lawang/schema/exchange/cursor'
import type { Hub, Party } from '@lawang/schema/exchange/hub-state'
import type { Cursor, MailRow } from '@lawang/schema/exchange/messages'
import type { Outgoing } from '@lawang/schema/exchange/register'
import { Journal } from './journal.ts'
import { RegisterTable } from './register-table.ts'
import type { SimulatedParty } from './topology.ts'

/** The hub's database. */
export interface HubDisk {
  hub: Hub
  parties: ReadonlyMap<string, Party>
  readonly register: RegisterTable
  /** By member: the rows of the present incarnation. */
  readonly mail: ReadonlyMap<string, Journal<MailRow>>
  /** The hub's clock at the last commit. */
  clock: number
}

export function emptyHub(parties: readonly SimulatedParty[]): HubDisk {
  const known = parties.map(({ name, governments }): [string, Party] => [
    name,
    { name, governments, logCursor: START, contact: 0, reported: false, owesConfirmed: false },
  ])
  const mail = new Map(parties.map(({ name }) => [name, new Journal<MailRow>()] as const))
  return {
    hub: { incarnation: 1, startedAt: 0 },
    parties: new Map(known),
    register: new RegisterTable(),
    mail,
    clock: 0,
  }
}

export function copyHub({ hub, parties, register, mail, clock }: HubDisk): HubDisk {
  const rows = new Map([...mail].map(([member, journal]) => [member, journal.copy()] as const))
  return { hub, parties, register: register.copy(), mail: rows, clock }
}

export function mailHead({ hub, mail }: HubDisk, member: string): Cursor {
  return { incarnation: hub.incarnation, n: mail.get(member)?.written ?? 0 }
}

/** By member: the number of its last row. */
export function mailHeads({ mail }: HubDisk): ReadonlyMap<string, number> {
  return new Map([...mail].map(([member, { written }]) => [member, written]))
}

/** Numbers the mail of one transaction; each row is for the incarnation of its member that the hub has met. */
export function appendMail(disk: HubDisk, memberOf: ReadonlyMap<string, string>, out: readonly Outgoing[]): void {
  for (const { to, message } of out) {
    const member = memberOf.get(to) ?? ''
    const rows = disk.mail.get(member)
    const party = disk.parties.get(member)
    if (!rows || !party) throw new Error(`Mail for ${to}, which no member hosts`)
    const { incarnation } = disk.hub
    rows.write((n) => ({ incarnation, n, to: party.logCursor.incarnation, message }))
  }
}

export function emptyMail(disk: HubDisk): void {
  for (const journal of disk.mail.values()) journal.clear()
}
