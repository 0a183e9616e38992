import type { Sql } from '@lawang/member/store/database'
import type { CopyKey, CopyRow } from '@lawang/schema/exchange/copies'
import type { Desk } from '../hub/desk.ts'
import type { RegisteredCopy } from './compare.ts'

/**
 * The copies of former holders that end with an event which the register has neither in its chain nor beside it. An event's
 * hash stands for all before it, so one comparison tells of the whole extract: where a restore has put another chain in
 * the place of theirs, the hub keeps their events in the annex.
 */
export async function strayExtracts(
  desk: Desk,
  copies: readonly CopyRow[],
  registered: ReadonlyMap<string, RegisteredCopy>,
): Promise<readonly CopyKey[]> {
  const extracts = copies.filter((copy) => copy.length > 0 && isFormer(copy, registered.get(copy.complaint)))
  if (extracts.length === 0) return []
  const unwritten = new Map(
    desk
      .changes()
      .map(({ after }) => [after.complaint, new Set([...after.chain, ...after.annex].map(({ hash }) => hash))]),
  )
  const asked = extracts.filter(({ complaint, tip }) => !unwritten.get(complaint)?.has(tip))
  return asked.length === 0 ? [] : unknownTo(desk.sql, asked)
}

function isFormer({ government }: CopyKey, registered: RegisteredCopy | undefined): boolean {
  return registered !== undefined && government !== registered.holder && government !== registered.door
}

function unknownTo(sql: Sql, extracts: readonly CopyRow[]): Promise<readonly CopyKey[]> {
  return sql.query<CopyKey>(
    `SELECT complaint, government
     FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS copy (complaint, government, place, tip)
     WHERE NOT EXISTS (SELECT FROM hub.chain_event AS e
         WHERE e.complaint = copy.complaint AND e.seq = copy.place AND e.event ->> 'hash' = copy.tip)
       AND NOT EXISTS (SELECT FROM hub.annex_event AS a
         WHERE a.complaint = copy.complaint AND a.event ->> 'hash' = copy.tip)`,
    [
      extracts.map(({ complaint }) => complaint),
      extracts.map(({ government }) => government),
      extracts.map(({ length }) => length - 1),
      extracts.map(({ tip }) => tip),
    ],
  )
}
