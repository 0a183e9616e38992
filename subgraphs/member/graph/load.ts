import { Refusal } from '@lawang/schema/errors'
import type { IdKind } from '@lawang/schema/id'
import type { GraphContext } from './context.ts'
import { readHostedId } from './parse-id.ts'
import type { AgencySource, CaseSource, ComplaintSource } from './sources.ts'

export type ComplaintAtDoor = Extract<ComplaintSource, { from: 'door' }>
export type CaseAtHolder = Extract<CaseSource, { from: 'holder' }>
export type AgencyAtGovernment = Extract<AgencySource, { from: 'government' }>

/**
 * The record behind an object that is known by a copy or its id. Each refuses with UNKNOWN_JURISDICTION where this
 * server does not host the government that the id names, and with NOT_FOUND where there is no such record.
 */
export async function complaintAtDoor(source: ComplaintSource, context: GraphContext): Promise<ComplaintAtDoor> {
  return source.from === 'door' ? source : found(await findComplaint(source.id, context))
}

export async function caseAtHolder(source: CaseSource, context: GraphContext): Promise<CaseAtHolder> {
  return source.from === 'holder' ? source : found(await findCase(source.id, context))
}

export async function agencyAtGovernment(source: AgencySource, context: GraphContext): Promise<AgencyAtGovernment> {
  return source.from === 'government' ? source : found(await findAgency(source.id, context))
}

/** The complaint of an id as it was sent; null where its door has none. `showsSecret` judges the record's secret. */
export async function findComplaint(
  text: string,
  context: GraphContext,
  showsSecret: (secretHash: string) => boolean = () => false,
): Promise<ComplaintAtDoor | null> {
  const id = hosted(text, 'complaint', context)
  const record = await context.loaders.complaint.load(id)
  return record ? { from: 'door', id, record, secretMatches: showsSecret(record.secretHash) } : null
}

export async function findCase(text: string, context: GraphContext): Promise<CaseAtHolder | null> {
  const id = hosted(text, 'case', context)
  const record = await context.loaders.case.load(id)
  return record ? { from: 'holder', id, record } : null
}

export async function findAgency(text: string, context: GraphContext): Promise<AgencyAtGovernment | null> {
  const id = hosted(text, 'agency', context)
  const agency = await context.loaders.agency.load(id)
  return agency ? { from: 'government', id, agency } : null
}

function hosted(text: string, kind: IdKind, { services }: GraphContext): string {
  return readHostedId(text, kind, services.governments)
}

function found<T>(source: T | null): T {
  if (source === null) throw new Refusal('NOT_FOUND')
  return source
}
