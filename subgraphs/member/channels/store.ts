import type { Channel } from '@lawang/schema/exchange/messages'
import type { Actor } from '../domain/model.ts'
import type { Sql } from '../store/database.ts'
import type { CountedChannel, RegisteredChannel } from './model.ts'

interface ChannelRow {
  readonly id: string
  readonly door: string
  readonly channel: Channel
  readonly name: string
  readonly agency: string | null
  readonly place: string | null
  readonly account: string
  readonly opened_at: string
  readonly closed_at: string | null
  readonly filed: string
}

const SELECT = `SELECT id, door, channel, name, agency, place, account, to_json(opened_at) #>> '{}' AS opened_at,
  to_json(closed_at) #>> '{}' AS closed_at,
  (SELECT count(*) FROM complaint_channel JOIN complaint ON complaint.id = complaint_channel.complaint
   WHERE complaint_channel.channel = registered_channel.id AND NOT complaint.confidential) AS filed
  FROM registered_channel`

/** The channels of a door, open ones first, in the order in which they were opened. */
export async function readChannels(sql: Sql, door: string): Promise<readonly CountedChannel[]> {
  const rows = await sql.query<ChannelRow>(`${SELECT} WHERE door = $1 ORDER BY closed_at IS NOT NULL, opened_at, id`, [
    door,
  ])
  return rows.map(toChannel)
}

/** One channel of a door, locked until this transaction has ended. */
export async function lockChannel(sql: Sql, door: string, id: string): Promise<CountedChannel | undefined> {
  const [row] = await sql.query<ChannelRow>(`${SELECT} WHERE door = $1 AND id = $2 FOR UPDATE`, [door, id])
  return row && toChannel(row)
}

/** Keeps others from registering channels until this transaction has ended. */
export async function lockChannels(sql: Sql): Promise<void> {
  await sql.query('LOCK TABLE registered_channel IN SHARE ROW EXCLUSIVE MODE')
}

export async function insertChannel(sql: Sql, channel: RegisteredChannel, by: string): Promise<void> {
  const { id, door, channel: kind, name, agency, place, account, openedAt } = channel
  await sql.query(
    `INSERT INTO registered_channel (id, door, channel, name, agency, place, account, opened_at, registered_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, door, kind, name, agency ?? null, place ?? null, account, openedAt.toISOString(), by],
  )
}

export async function closeChannelAt(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.query('UPDATE registered_channel SET closed_at = $2 WHERE id = $1', [id, at.toISOString()])
}

/**
 * The open channel of a door that an account files through. Nobody but service accounts and kiosks has one. Who registers it
 * names a subject, and means that of the own issuer or of one for all.
 */
export async function findChannelOf(sql: Sql, door: string, actor: Actor): Promise<string | undefined> {
  if (actor.kind !== 'person' || actor.role === 'reporter') return undefined
  if (actor.issuer !== undefined && actor.region !== door) return undefined
  const [row] = await sql.prepared<{ id: string }>(
    'SELECT id FROM registered_channel WHERE door = $1 AND account = $2 AND closed_at IS NULL',
    [door, actor.subject],
  )
  return row?.id
}

/** Keeps which channel a complaint came through; in the transaction that files it. */
export async function keepChannel(sql: Sql, complaint: string, channel: string): Promise<void> {
  await sql.query('INSERT INTO complaint_channel (complaint, channel) VALUES ($1, $2)', [complaint, channel])
}

/** The channels that complaints came through, in the order of the ids; one query for all. */
export async function channelsOfComplaints(
  sql: Sql,
  complaints: readonly string[],
): Promise<readonly (CountedChannel | undefined)[]> {
  const links = await sql.query<{ complaint: string; channel: string }>(
    'SELECT complaint, channel FROM complaint_channel WHERE complaint = ANY($1)',
    [complaints],
  )
  const ids = [...new Set(links.map(({ channel }) => channel))]
  const rows = ids.length === 0 ? [] : await sql.query<ChannelRow>(`${SELECT} WHERE id = ANY($1)`, [ids])
  const channels = new Map(rows.map((row) => [row.id, toChannel(row)]))
  const channelOf = new Map(links.map(({ complaint, channel }) => [complaint, channels.get(channel)]))
  return complaints.map((complaint) => channelOf.get(complaint))
}

function toChannel(row: ChannelRow): CountedChannel {
  const { id, door, channel, name, agency, place, account, opened_at, closed_at, filed } = row
  return {
    ...{ id, door, channel, name, account, openedAt: new Date(opened_at), filed: Number(filed) },
    ...(agency !== null && { agency }),
    ...(place !== null && { place }),
    ...(closed_at !== null && { closedAt: new Date(closed_at) }),
  }
}
