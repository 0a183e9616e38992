import { Refusal } from '@lawang/schema/errors'
import type { IdKind } from '@lawang/schema/id'
import type { GraphContext } from './context.ts'
import { readHostedId } from './parse-id.ts'
import type { AgencySource, CaseSource, ComplaintSource } from './sources.ts'

export type ComplaintAtDoor = Extract<ComplaintSource, { from: 'door' }>
export type CaseAtHolder = Extract<CaseSource, { from: 'holder' }>
export type AgencyAtGovernment = Extract<AgencySource, { from: 'government' }>

/**
 * What `read` makes of the record behind an object that is known by a copy or its id: at once where the record is at
 * hand, since a field that answers at once costs no turn of the event loop. Each refuses with UNKNOWN_JURISDICTION
 * where this server does not host the government that the id names, and with NOT_FOUND where there is no such record.
 */
export function withComplaint<T>(
  source: ComplaintSource,
  context: GraphContext,
  read: (known: ComplaintAtDoor) => T | Promise<T>,
): T | Promise<T> {
  return source.from === 'door' ? read(source) : findComplaint(source.id, context).then(found).then(read)
}

export function withCase<T>(
  source: CaseSource,
  context: GraphContext,
  read: (known: CaseAtHolder) => T | Promise<T>,
): T | Promise<T> {
  return source.from === 'holder' ? read(source) : findCase(source.id, context).then(found).then(read)
}

export function withAgency<T>(
  source: AgencySource,
  context: GraphContext,
  read: (known: AgencyAtGovernment) => T | Promise<T>,
): T | Promise<T> {
  return source.from === 'government' ? read(source) : findAgency(source.id, context).then(found).then(read)
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
