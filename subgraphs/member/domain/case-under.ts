import type { Custody } from '@lawang/schema/exchange/custody'
import { isAccountable } from '@lawang/schema/exchange/custody'
import type { ChainEvent, Dossier } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { caseSummaryOf } from './case-copy.ts'
import type { CaseRecord } from './model.ts'

/** A case with the content that its government has. */
export interface CaseWithDossier {
  readonly record: CaseRecord
  readonly dossier: Dossier
}

/**
 * The case of a government that is accountable for a complaint, as its last event tells of it; undefined for one that
 * has given the complaint away, and where the event tells of somebody else's case.
 */
export function caseUnder(custody: Custody): CaseWithDossier | undefined {
  const tip = custody.chain.at(-1)
  if (!isAccountable(custody) || tip?.by !== custody.government) return undefined
  const copy = tip.data.case
  if (!copy || !isOf(copy.id, custody.government)) return undefined
  const { government, complaint, door } = custody
  const dossier = correctedDossier(custody.dossier, custody.chain)
  const { kind, title, body, category, location, details, anonymous, confidential } = dossier
  const record: CaseRecord = {
    ...caseSummaryOf(copy),
    ...{ government, complaint, door },
    ...{ kind, title, body, category, location, details, anonymous, confidential },
  }
  return { record, dossier }
}

function isOf(caseId: string, government: string): boolean {
  const id = parseId(caseId)
  return id.form === 'valid' && id.government === government
}

/** What was filed, as officers have corrected it since: the content stays as it came, the corrections are events. */
export function correctedDossier(dossier: Dossier, chain: readonly ChainEvent[]): Dossier {
  let { kind, title, category } = dossier
  for (const { data } of chain) {
    kind = data.kind ?? kind
    title = data.title ?? title
    category = data.category ?? category
  }
  return { ...dossier, kind, title, ...(category !== undefined && { category }) }
}
