import type { CopiesPage, CopyKey, CopyRow } from '@lawang/schema/exchange/copies'
import type { Register } from '@lawang/schema/exchange/register'
import type { Desk } from '../hub/desk.ts'
import { faultOf, type RegisteredCopy } from './compare.ts'
import { strayExtracts } from './former-holders.ts'
import { type Difference, expectedCopies, readRegistered, saveDifferences } from './rounds.ts'

/** A page of copies that a member has told, behind the one before. */
export interface ToldPage {
  readonly member: string
  readonly page: CopiesPage
  readonly after?: CopyKey
}

/**
 * Compares a page with the register in the transaction that has read all that its member had to tell, and before
 * anything new is decided: so both sides speak of the same moment.
 */
export async function comparePage(desk: Desk, { member, page, after }: ToldPage, at: Date): Promise<void> {
  const { parties } = desk.state()
  const governments = parties.get(member)?.governments ?? []
  const registered = await registeredNow(desk, page.rows)
  const differences: Difference[] = []
  for (const copy of page.rows) {
    const fault = governments.includes(copy.government) ? faultOf(copy, registered.get(copy.complaint)) : undefined
    if (fault) differences.push({ complaint: copy.complaint, government: copy.government, fault })
  }
  const own = page.rows.filter(({ government }) => governments.includes(government))
  for (const key of await strayExtracts(desk, own, registered)) differences.push({ ...key, fault: 'CHAIN_DIFFERS' })
  const told = new Set(page.rows.map(keyText))
  const until = page.last ? undefined : page.rows.at(-1)
  const expected = await expectedCopies(desk.sql, governments, { ...(after && { after }), ...(until && { until }) })
  for (const key of expected) {
    if (!told.has(keyText(key))) differences.push({ ...key, fault: 'COPY_MISSING' })
  }
  await saveDifferences(desk.sql, page.round, differences, page.rows.length, at)
}

/** The register as this transaction has it, what is not written yet included. */
async function registeredNow(desk: Desk, rows: readonly CopyRow[]): Promise<ReadonlyMap<string, RegisteredCopy>> {
  const stored = await readRegistered(
    desk.sql,
    rows.map(({ complaint }) => complaint),
  )
  const changed = desk.changes().map(({ after }) => registeredCopy(after))
  return new Map([...stored, ...changed].map((copy) => [copy.complaint, copy]))
}

function registeredCopy({ complaint, door, holder, epoch, chain }: Register): RegisteredCopy {
  return { complaint, door, holder, epoch, length: chain.length, tip: chain.at(-1)?.hash ?? '' }
}

function keyText({ complaint, government }: CopyKey): string {
  return `${complaint} ${government}`
}
