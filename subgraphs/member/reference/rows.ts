import { type GovernmentCode, selfAndAncestors } from '@lawang/schema/region'
import type { Agency, CompetenceRule } from '../domain/model.ts'
import type { LoadedReference } from './load.ts'

/** Plain rows of the reference data, as a member's database keeps them. Absent values are null. */

export interface RegionRow {
  readonly code: string
  readonly name: string
  readonly tier: string
  readonly parent: string | null
}

export interface CategoryRow {
  readonly code: string
  readonly name: string
  readonly nameEnglish: string
  readonly affair: string
  readonly parent: string | null
  readonly position: number
}

export interface RuleRow {
  readonly version: string
  readonly id: string
  readonly category: string
  readonly position: number
  readonly detailKey: string | null
  readonly detailValue: string | null
  readonly tier: string
  readonly agencyKind: string
  readonly definite: boolean
  readonly citation: string
  readonly source: string
  readonly verified: boolean
  readonly note: string | null
}

/** All 91,000 regions, each after the one that it lies in. */
export function* regionRows(reference: LoadedReference): Generator<RegionRow> {
  for (const { code, name, tier } of reference.regions.all()) {
    yield { code, name, tier, parent: selfAndAncestors(code)[1] ?? null }
  }
}

export function* categoryRows(reference: LoadedReference): Generator<CategoryRow> {
  for (const [position, { code, name, nameEnglish, affair, parent }] of reference.categories.entries()) {
    yield { code, name, nameEnglish, affair, parent: parent ?? null, position }
  }
}

/** The competence rules of every version; `position` is the order in which they are tried. */
export function* ruleRows(reference: LoadedReference): Generator<RuleRow> {
  for (const { table, all } of reference.competence) yield* rowsOfVersion(table.version, all)
}

function* rowsOfVersion(version: string, rules: readonly CompetenceRule[]): Generator<RuleRow> {
  for (const [position, { detail, note, ...rule }] of rules.entries()) {
    yield {
      ...rule,
      version,
      position,
      detailKey: detail?.key ?? null,
      detailValue: detail?.value ?? null,
      note: note ?? null,
    }
  }
}

/** The agencies of the given governments, each government's coordinator first. */
export function* agencyRows(reference: LoadedReference, governments: readonly GovernmentCode[]): Generator<Agency> {
  for (const government of governments) yield* reference.agenciesOf(government)
}
