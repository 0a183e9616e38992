import type { Sql } from '../store/database.ts'
import type { AuditFault } from './verify-log.ts'

/**
 * Compares what the log says with what it was written from: every entry and every row of the member's own log that is
 * still kept has its leaf, with this content; and the rows that name who acted are those that were written.
 */
export async function verifySources(sql: Sql): Promise<readonly AuditFault[]> {
  const counts = await Promise.all(CHECKS.map(({ text }) => sql.query<{ many: number }>(text)))
  return CHECKS.flatMap(({ what }, i) => {
    const many = counts[i]?.[0]?.many ?? 0
    return many === 0 ? [] : [`${many} ${what}`]
  })
}

const CHECKS = [
  {
    what: 'entries of committed transactions are not in the log',
    text: `SELECT count(*)::float8 AS many FROM audit.entry AS e
           WHERE tx <= (SELECT max(placed.tx) FROM audit.leaf AS l JOIN audit.entry AS placed ON placed.id = l.place::bigint
                        WHERE l.source = 'ENTRY')
             AND NOT EXISTS (SELECT FROM audit.leaf WHERE source = 'ENTRY' AND place = e.id::text)`,
  },
  {
    what: 'leaves say something else than their entries',
    text: `SELECT count(*)::float8 AS many FROM audit.leaf AS l LEFT JOIN audit.entry AS e ON e.id = l.place::bigint
           WHERE l.source = 'ENTRY' AND (l.leaf::jsonb #> '{act,entry}') IS DISTINCT FROM e.entry`,
  },
  {
    what: "rows of the member's log have another event than their leaves say, or no leaf",
    text: `WITH last AS (SELECT coalesce(max(n), -1) AS n FROM audit.leaf WHERE source = 'LOGGED')
           SELECT count(*)::float8 AS many FROM log
           LEFT JOIN audit.leaf AS l ON l.source = 'LOGGED' AND l.place = log.incarnation || '/' || log.n
           WHERE message ? 'event' AND (l.leaf::jsonb #>> '{act,row,digest}') IS DISTINCT FROM message #>> '{event,hash}'
             AND (log.incarnation, log.n) <= (SELECT split_part(place, '/', 1)::bigint, split_part(place, '/', 2)::bigint
                                              FROM audit.leaf, last WHERE audit.leaf.n = last.n)`,
  },
  {
    what: 'acts on cases are not as they were written: their rows name somebody or something else, or are gone',
    text: `SELECT count(*)::float8 AS many FROM (
             SELECT entry ->> 'row' AS row FROM audit.entry WHERE entry ->> 'type' = 'ACTED'
             EXCEPT ALL
             SELECT audit.digest(case_id, act, subject, name, position, decree, mandate::text) FROM case_act
           ) AS changed`,
  },
  {
    what: 'records of who saw an identity are not as they were written, or gone',
    text: `SELECT count(*)::float8 AS many FROM (
             SELECT entry ->> 'row' AS row FROM audit.entry WHERE entry ->> 'type' = 'IDENTITY_SHOWN'
             EXCEPT ALL
             SELECT audit.digest(shown.complaint, shown.role, shown.subject, shown.government, shown.agency, shown.purpose)
             FROM (SELECT DISTINCT entry ->> 'about' AS complaint FROM audit.entry
                   WHERE entry ->> 'type' = 'IDENTITY_SHOWN') AS about,
               LATERAL identity.shown(about.complaint) AS shown
           ) AS changed`,
  },
] as const
