import type { Sql } from '../store/database.ts'
import type { AuditFault } from './verify-log.ts'

/** Places that are named of one kind of fault: who looks into them has enough with these. */
const NAMED = 10

/**
 * Compares what the log says with what it was written from: every entry and every row of the member's own log that is
 * still kept has its leaf, with this content; and the rows that name who acted are those that were written.
 */
export async function verifySources(sql: Sql): Promise<readonly AuditFault[]> {
  const found = await Promise.all(
    CHECKS.map(({ text }) =>
      sql.query<{ many: number; places: readonly string[] | null }>(
        `SELECT count(*)::float8 AS many, (array_agg(place ORDER BY place))[:${NAMED}] AS places FROM (${text}) AS found`,
      ),
    ),
  )
  return CHECKS.flatMap(({ what }, i) => {
    const { many = 0, places } = found[i]?.[0] ?? {}
    return many === 0 ? [] : [`${what}: ${(places ?? []).join(', ')}${many > NAMED ? ` and ${many - NAMED} more` : ''}`]
  })
}

/** Each selects the places of what is wrong. */
const CHECKS = [
  {
    what: 'Entries of committed transactions are not in the log',
    text: `SELECT e.id::text AS place FROM audit.entry AS e
           WHERE tx <= (SELECT max(placed.tx) FROM audit.leaf AS l JOIN audit.entry AS placed ON placed.id = l.place::bigint
                        WHERE l.source = 'ENTRY')
             AND NOT EXISTS (SELECT FROM audit.leaf WHERE source = 'ENTRY' AND place = e.id::text)`,
  },
  {
    what: 'Leaves say something else than their entries, which were changed or are gone',
    text: `SELECT 'leaf ' || l.n || ' of entry ' || l.place AS place
           FROM audit.leaf AS l LEFT JOIN audit.entry AS e ON e.id = l.place::bigint
           WHERE l.source = 'ENTRY'
             AND (CASE WHEN l.leaf IS JSON THEN l.leaf::jsonb #> '{act,entry}' END) IS DISTINCT FROM e.entry`,
  },
  {
    what: "Rows of the member's log have another event than their leaves say, or no leaf",
    text: `WITH last AS (SELECT coalesce(max(n), -1) AS n FROM audit.leaf WHERE source = 'LOGGED')
           SELECT log.incarnation || '/' || log.n AS place FROM log
           LEFT JOIN audit.leaf AS l ON l.source = 'LOGGED' AND l.place = log.incarnation || '/' || log.n
           WHERE message ? 'event'
             AND (CASE WHEN l.leaf IS JSON THEN l.leaf::jsonb #>> '{act,row,digest}' END)
               IS DISTINCT FROM message #>> '{event,hash}'
             AND (log.incarnation, log.n) <= (SELECT split_part(place, '/', 1)::bigint, split_part(place, '/', 2)::bigint
                                              FROM audit.leaf, last WHERE audit.leaf.n = last.n)`,
  },
  {
    what: 'Acts on cases are not as they were written: their rows name somebody or something else, or are gone',
    text: `SELECT about AS place FROM (
             SELECT entry ->> 'about' AS about, entry ->> 'row' AS row FROM audit.entry WHERE entry ->> 'type' = 'ACTED'
             EXCEPT ALL
             SELECT case_id, audit.digest(case_id, act, subject, name, position, decree, mandate::text) FROM case_act
           ) AS changed`,
  },
  {
    what: 'Records of who saw an identity are not as they were written, or gone',
    text: `SELECT about AS place FROM (
             SELECT entry ->> 'about' AS about, entry ->> 'row' AS row FROM audit.entry
             WHERE entry ->> 'type' = 'IDENTITY_SHOWN'
             EXCEPT ALL
             SELECT shown.complaint,
               audit.digest(shown.complaint, shown.role, shown.subject, shown.government, shown.agency, shown.purpose)
             FROM (SELECT DISTINCT entry ->> 'about' AS complaint FROM audit.entry
                   WHERE entry ->> 'type' = 'IDENTITY_SHOWN') AS about,
               LATERAL identity.shown(about.complaint) AS shown
           ) AS changed`,
  },
] as const
