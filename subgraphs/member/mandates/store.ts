import type { Sql } from '../store/database.ts'
import type { Mandate, MandateMember, Secretariat } from './model.ts'

/** The channel on which a commit that changes rights is told. */
export const MANDATE_CHANNEL = 'lawang_mandates'

interface MandateRow {
  readonly id: string
  readonly government: string
  readonly agency: string
  readonly number: string
  readonly issuer: string
  readonly everybody: boolean
  readonly valid_from: string
  readonly valid_to: string | null
  readonly supersedes: string | null
  readonly members: readonly { subject: string; name: string; position: string; until: string | null }[]
}

const SELECT = `SELECT id, government, agency, number, issuer, everybody, supersedes,
  to_json(valid_from) #>> '{}' AS valid_from, to_json(valid_to) #>> '{}' AS valid_to,
  (SELECT coalesce(json_agg(json_build_object('subject', subject, 'name', name, 'position', position, 'until', until)
     ORDER BY place), '[]'::json) FROM mandate_member WHERE mandate_member.mandate = mandate.id) AS members
  FROM mandate`

/** Every decree of this server, oldest first. */
export async function readMandates(sql: Sql): Promise<readonly Mandate[]> {
  return (await sql.query<MandateRow>(`${SELECT} ORDER BY valid_from, id`)).map(toMandate)
}

/** The decrees of a government's agencies, newest first. */
export async function readMandatesAt(sql: Pick<Sql, 'query'>, government: string): Promise<readonly Mandate[]> {
  const rows = await sql.query<MandateRow>(`${SELECT} WHERE government = $1 ORDER BY valid_from DESC, id DESC`, [
    government,
  ])
  return rows.map(toMandate)
}

/**
 * The decrees of an agency. With `lock`, nobody changes them before this transaction has ended: an act and the end of
 * the right to it then have an order.
 */
export async function readMandatesOf(sql: Sql, agency: string, lock: 'SHARE' | 'UPDATE'): Promise<readonly Mandate[]> {
  const rows = await sql.query<MandateRow>(
    `${SELECT} WHERE agency = $1 ORDER BY valid_from, id FOR ${lock} OF mandate`,
    [agency],
  )
  return rows.map(toMandate)
}

export async function readMandate(sql: Sql, id: string): Promise<Mandate | undefined> {
  const [row] = await sql.query<MandateRow>(`${SELECT} WHERE id = $1 FOR UPDATE OF mandate`, [id])
  return row && toMandate(row)
}

/** Keeps others from registering decrees until this transaction has ended. */
export async function lockMandates(sql: Sql): Promise<void> {
  await sql.query('LOCK TABLE mandate IN SHARE ROW EXCLUSIVE MODE')
}

export async function insertMandate(sql: Sql, mandate: Mandate, by: string): Promise<void> {
  const { id, government, agency, number, issuer, validFrom, validTo, supersedes, members } = mandate
  await sql.query(
    `INSERT INTO mandate (id, government, agency, number, issuer, everybody, valid_from, valid_to, supersedes, registered_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, government, agency, number, issuer, members === 'EVERYBODY', validFrom.toISOString()],
      ...[validTo?.toISOString() ?? null, supersedes ?? null, by],
    ],
  )
  if (members !== 'EVERYBODY') await insertMembers(sql, id, members)
}

async function insertMembers(sql: Sql, mandate: string, members: readonly MandateMember[]): Promise<void> {
  await sql.query(
    `INSERT INTO mandate_member (mandate, place, subject, name, position)
     SELECT $1, place, subject, name, position
     FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS member (subject, name, position, place)`,
    [
      mandate,
      members.map((each) => each.subject),
      members.map((each) => each.name),
      members.map((each) => each.position),
    ],
  )
}

/** Writes when a decree and the rights under it end; nothing else of one ever changes. */
export async function writeEnd(sql: Sql, { id, validTo, members }: Mandate): Promise<void> {
  await sql.query('UPDATE mandate SET valid_to = $2 WHERE id = $1', [id, validTo?.toISOString() ?? null])
  if (members === 'EVERYBODY') return
  for (const { subject, until } of members.filter((member) => member.until !== undefined)) {
    await sql.query('UPDATE mandate_member SET until = $3 WHERE mandate = $1 AND subject = $2', [
      ...[id, subject],
      until?.toISOString(),
    ])
  }
}

export async function readSecretariats(sql: Sql): Promise<readonly Secretariat[]> {
  const rows = await sql.query<Omit<Secretariat, 'from'> & { from: string }>(
    `SELECT government, agency, number, issuer, to_json(valid_from) #>> '{}' AS "from" FROM secretariat ORDER BY valid_from`,
  )
  return rows.map((row) => ({ ...row, from: new Date(row.from) }))
}

export async function insertSecretariat(sql: Sql, move: Secretariat, by: string): Promise<void> {
  await sql.query(
    `INSERT INTO secretariat (government, agency, number, issuer, valid_from, registered_by)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [move.government, move.agency, move.number, move.issuer, move.from.toISOString(), by],
  )
}

/** Tells every process of this database, at the commit, that rights have changed. */
export async function tellChange(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_notify('${MANDATE_CHANNEL}', '')`)
}

function toMandate(row: MandateRow): Mandate {
  const { id, government, agency, number, issuer } = row
  return {
    ...{ id, government, agency, number, issuer, validFrom: new Date(row.valid_from) },
    ...(row.valid_to === null ? {} : { validTo: new Date(row.valid_to) }),
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
    members: row.everybody
      ? 'EVERYBODY'
      : row.members.map(({ until, ...member }) => ({
          ...member,
          ...(until === null ? {} : { until: new Date(until) }),
        })),
  }
}
