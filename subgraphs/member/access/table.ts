import { type Actor, type CaseCommand, ROLES, type Role } from '../domain/model.ts'
import type { Scope } from './scope.ts'

/** Who may ask: nobody known, the bearer of a role, or a machine. In the order of the table's columns. */
export const COLUMNS = ['public', ...ROLES, 'member', 'hub'] as const satisfies readonly (
  | Role
  | Exclude<Actor['kind'], 'person'>
)[]
export type Column = (typeof COLUMNS)[number]

type Cells<Columns extends readonly unknown[]> = { readonly [Place in keyof Columns]: Scope }
/** One scope for each column, in their order. */
type Row = Cells<typeof COLUMNS>

const all = 'everywhere'
const gov = 'own government'
const low = 'government and below'
const agy = 'own agency'
const area = 'own area'
const claim = 'by scope'
const key = 'with the secret'
const no = 'nowhere'

/**
 * Who may do what where: a row for each operation, a column for each asker. What is missing here nobody may do, since
 * rights are asked for by the names of these rows. docs/access.md is printed from it.
 */
// biome-ignore format: it is read as a table
export const TABLE = {
  //                   public reporter operator coordin. superv. nat.adm. overseer district village kiosk integr. member hub
  readPublic:         [all,   all,     all,     all,     all,    all,     all,     all,     all,    all,  all,    all,   all],
  fileComplaint:      [all,   all,     all,     all,     all,    all,     all,     all,     all,    all,  all,    no,    no],
  fileReceivedEarlier:[no,    no,      all,     all,     no,     all,     no,      no,      no,     gov,  claim,  no,    no],
  fileForOthers:      [no,    no,      all,     all,     no,     all,     no,      no,      no,     all,  claim,  no,    no],
  actAsReporter:      [key,   key,     key,     key,     key,    key,     key,     key,     key,    key,  key,    no,    no],
  readWorklist:       [no,    no,      agy,     gov,     low,    gov,     all,     area,    area,   no,   claim,  no,    no],
  readConfidential:   [key,   key,     agy,     gov,     key,    gov,     key,     key,     key,    key,  key,    no,    no],
  readReporter:       [key,   key,     agy,     gov,     key,    gov,     key,     key,     key,    key,  key,    no,    no],
  readIdentityViews:  [key,   key,     key,     key,     key,    key,     all,     key,     key,    key,  key,    no,    no],
  readActs:           [no,    no,      agy,     gov,     low,    gov,     all,     no,      no,     no,   no,     no,    no],
  readWatch:          [no,    no,      no,      no,      no,     all,     all,     no,      no,     no,   no,     no,    no],
  flag:               [no,    no,      no,      no,      no,     no,      all,     no,      no,     no,   no,     no,    no],
  readFlags:          [no,    no,      no,      gov,     no,     gov,     all,     no,      no,     no,   no,     no,    no],
  verify:             [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  assign:             [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  start:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  answer:             [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  handOver:           [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  withdrawHandover:   [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  archive:            [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  close:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  defer:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  draft:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  release:            [no,    no,      no,      gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  extend:             [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  fieldWork:          [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  merge:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  split:              [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  cluster:            [no,    no,      agy,     gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  readMandates:       [no,    no,      gov,     gov,     low,    all,     all,     no,      no,     no,   no,     no,    no],
  manageMandates:     [no,    no,      no,      gov,     no,     all,     no,      no,      no,     no,   no,     no,    no],
  manageProgrammes:   [no,    no,      no,      gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  manageChannels:     [no,    no,      no,      gov,     no,     gov,     no,      no,      no,     no,   no,     no,    no],
  manageWebhooks:     [no,    no,      no,      no,      no,     all,     no,      no,      no,     no,   claim,  no,    no],
  exchange:           [no,    no,      no,      no,      no,     no,      no,      no,      no,     no,   no,     all,   no],
} as const satisfies Readonly<Record<string, Row>> & Readonly<Record<CaseCommand['type'], Row>>

export type Operation = keyof typeof TABLE

export const OPERATIONS: readonly Operation[] = Object.keys(TABLE).filter(isOperation)

function isOperation(name: string): name is Operation {
  return Object.hasOwn(TABLE, name)
}

/** How far the asker's right to this reaches. */
export function scopeOf(column: Column, operation: Operation): Scope {
  const row: Row = TABLE[operation]
  return row[COLUMNS.indexOf(column)] ?? 'nowhere'
}
