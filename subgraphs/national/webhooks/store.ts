import type { Sql } from '@lawang/member/store/database'
import type { Webhook } from './model.ts'

interface WebhookRow {
  readonly id: string
  readonly owner: string
  readonly url: string
  readonly region: string | null
  readonly category: string | null
  readonly created_at: string
  readonly after: string
  readonly delivered: string
  readonly failing_since: string | null
  readonly stopped_at: string | null
}

const SELECT = `SELECT id, owner, url, region, category, after, delivered, to_json(created_at) #>> '{}' AS created_at,
  to_json(failing_since) #>> '{}' AS failing_since, to_json(stopped_at) #>> '{}' AS stopped_at FROM hub.webhook`

/** Every webhook, or those of an owner, oldest first. */
export async function readWebhooks(sql: Sql, owner?: string): Promise<readonly Webhook[]> {
  const rows = await (owner === undefined
    ? sql.query<WebhookRow>(`${SELECT} ORDER BY created_at, id`)
    : sql.query<WebhookRow>(`${SELECT} WHERE owner = $1 ORDER BY created_at, id`, [owner]))
  return rows.map(toWebhook)
}

export async function readWebhook(sql: Sql, id: string): Promise<Webhook | undefined> {
  const [row] = await sql.query<WebhookRow>(`${SELECT} WHERE id = $1`, [id])
  return row && toWebhook(row)
}

export async function insertWebhook(sql: Sql, webhook: Webhook): Promise<void> {
  const { id, owner, url, region, category, createdAt, after } = webhook
  await sql.query(
    `INSERT INTO hub.webhook (id, owner, url, region, category, created_at, after) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, owner, url, region ?? null, category ?? null, createdAt.toISOString(), after],
  )
}

export async function deleteWebhook(sql: Sql, id: string): Promise<void> {
  await sql.query('DELETE FROM hub.webhook WHERE id = $1', [id])
}

/** Everything up to the cursor is with the receiver: `count` more than was written before. */
export async function writeProgress(sql: Sql, id: string, after: string, count: number): Promise<void> {
  await sql.query('UPDATE hub.webhook SET after = $2, delivered = delivered + $3 WHERE id = $1', [id, after, count])
}

/** Since when it fails, and when it was given up; without either it is well. */
export async function writeStanding(
  sql: Sql,
  id: string,
  { failingSince, stoppedAt }: { readonly failingSince?: Date | undefined; readonly stoppedAt?: Date | undefined },
): Promise<void> {
  await sql.query('UPDATE hub.webhook SET failing_since = $2, stopped_at = $3 WHERE id = $1', [
    ...[id, failingSince?.toISOString() ?? null, stoppedAt?.toISOString() ?? null],
  ])
}

function toWebhook(row: WebhookRow): Webhook {
  const { id, owner, url, region, category, after, delivered, created_at, failing_since, stopped_at } = row
  return {
    ...{ id, owner, url, after, createdAt: new Date(created_at), delivered: Number(delivered) },
    ...(region !== null && { region }),
    ...(category !== null && { category }),
    standing: standingOf(failing_since, stopped_at),
  }
}

function standingOf(failingSince: string | null, stoppedAt: string | null): Webhook['standing'] {
  if (stoppedAt !== null) return { state: 'STOPPED', at: new Date(stoppedAt) }
  return failingSince === null ? { state: 'ACTIVE' } : { state: 'FAILING', since: new Date(failingSince) }
}
