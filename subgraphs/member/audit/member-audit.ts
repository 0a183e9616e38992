import type { FoundBehind } from '../exchange/found-behind.ts'
import type { Database } from '../store/database.ts'
import { type KeptAudit, keepAudit } from './keep-audit.ts'
import type { Fork } from './kept-heads.ts'
import { type AuditParty, noteStart, openAudit } from './open-audit.ts'
import { createSequencer } from './sequence.ts'
import type { Witness } from './witness.ts'

export interface MemberAuditOptions {
  readonly party: Omit<AuditParty, 'key'> & Partial<Pick<AuditParty, 'key'>>
  /** Milliseconds between two heads. */
  readonly headsEvery: number
  /** Told of each fork of somebody's history that is found here. */
  readonly onFork: (fork: Fork) => void
  readonly report: (sentence: string) => void
}

/** A member's audit log as it is kept, and its part in keeping others'. */
export interface MemberAudit extends KeptAudit {
  /** Undefined on a network that is not signed: heads without a signature prove nothing. */
  readonly witness: Witness | undefined
}

/** Begins to keep the audit log of a member whose database is open. */
export async function openMemberAudit(
  { database, behind, rules }: { readonly database: Database; readonly behind: FoundBehind; readonly rules: string },
  { party, headsEvery, onFork, report }: MemberAuditOptions,
): Promise<MemberAudit> {
  const { key, network } = party
  const now = () => new Date()
  await noteStart(database, { key, network, rules }, now())
  const isSigned = key !== undefined && network.registry().sequence > 0
  const audit = isSigned ? openAudit({ ...party, key, database, now, onFork, report }) : undefined
  const kept = keepAudit({
    ...{ database, sequencer: createSequencer(database), headsEvery, now, report },
    ...(audit && { showing: audit.showing }),
    onBehind: (incarnation) => behind.found(incarnation),
  })
  return { ...kept, witness: audit?.witness }
}
