import type { GovernmentCode } from '@lawang/schema/region'
import type { Agency } from '../domain/model.ts'
import type { LoadedReference } from '../reference/load.ts'
import {
  agencyRows,
  type CategoryRow,
  categoryRows,
  type RegionRow,
  type RuleRow,
  regionRows,
  ruleRows,
} from '../reference/rows.ts'
import type { Database, Transaction } from './database.ts'

/**
 * Brings the reference tables to the version in memory, for the governments hosted here; costs one short query when
 * they are there already. All tables change in one transaction: nobody sees one version's rules with another's places.
 */
export async function loadReferenceData(
  database: Database,
  reference: LoadedReference,
  governments: readonly GovernmentCode[],
  now: Date,
): Promise<void> {
  const hosted = [...governments].sort()
  await database.transaction(async (tx) => {
    const [loaded] = await tx.query<{ version: string; hosted: string[] }>(
      'SELECT version, hosted FROM reference_version FOR UPDATE',
    )
    if (loaded?.version === reference.version && loaded.hosted.join() === hosted.join()) return
    await replaceRegions(tx, [...regionRows(reference)])
    await replaceCategories(tx, [...categoryRows(reference)])
    await replaceCategoryWords(tx, reference.categoryWords)
    await addRules(tx, [...ruleRows(reference)])
    await replaceAgencies(tx, [...agencyRows(reference, hosted)])
    await tx.query(
      `INSERT INTO reference_version (version, hosted, loaded_at) VALUES ($1, $2, $3)
       ON CONFLICT (only_row) DO UPDATE SET version = $1, hosted = $2, loaded_at = $3`,
      [reference.version, hosted, now.toISOString()],
    )
  })
}

async function replaceRegions(tx: Transaction, rows: readonly RegionRow[]): Promise<void> {
  await tx.query('DELETE FROM region')
  await tx.query(
    `INSERT INTO region (code, name, tier, parent)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [
      rows.map((row) => row.code),
      rows.map((row) => row.name),
      rows.map((row) => row.tier),
      rows.map((row) => row.parent),
    ],
  )
}

async function replaceCategories(tx: Transaction, rows: readonly CategoryRow[]): Promise<void> {
  await tx.query('DELETE FROM category')
  await tx.query(
    `INSERT INTO category (code, name, name_english, affair, parent, position)
     SELECT code, name, "nameEnglish", affair, parent, position FROM jsonb_to_recordset($1::jsonb)
       AS row (code text, name text, "nameEnglish" text, affair text, parent text, position integer)`,
    [JSON.stringify(rows)],
  )
}

/** By their stems, as the texts are that they are looked for in. */
async function replaceCategoryWords(tx: Transaction, words: ReadonlyMap<string, string>): Promise<void> {
  await tx.query('DELETE FROM category_word')
  await tx.query(
    `INSERT INTO category_word (lexeme, category)
     SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('indonesian', words))), category
     FROM unnest($1::text[], $2::text[]) AS listed (category, words)`,
    [[...words.keys()], [...words.values()]],
  )
}

/** Rules of older versions stay: decisions name the rule that they were made by. */
async function addRules(tx: Transaction, rows: readonly RuleRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO competence_rule
       (version, id, position, category, detail_key, detail_value, tier, agency_kind, definite, citation, source, verified, note)
     SELECT version, id, position, category, "detailKey", "detailValue", tier, "agencyKind", definite, citation, source, verified, note
     FROM jsonb_to_recordset($1::jsonb) AS row (
       version text, id text, position integer, category text, "detailKey" text, "detailValue" text, tier text,
       "agencyKind" text, definite boolean, citation text, source text, verified boolean, note text)
     ON CONFLICT (version, id) DO NOTHING`,
    [JSON.stringify(rows)],
  )
}

async function replaceAgencies(tx: Transaction, rows: readonly Agency[]): Promise<void> {
  await tx.query('DELETE FROM agency')
  await tx.query(
    `INSERT INTO agency (id, government, kind, name, short_name, affairs, region, coordinator, position)
     SELECT id, government, kind, name, "shortName", affairs, region, coordinator, ordinality
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (
       id text, government text, kind text, name text, "shortName" text, affairs text[], region text, coordinator boolean)
     ) WITH ORDINALITY`,
    [JSON.stringify(rows)],
  )
}
