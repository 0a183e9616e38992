import { createHmac } from 'node:crypto'

/** What is posted: one event, under an id that stays the same however often it is sent. */
export interface Message {
  readonly id: string
  readonly body: string
}

/**
 * The key that a webhook's deliveries are signed with. It is derived from the national door's key and stored nowhere: a
 * dump of the database signs nothing.
 */
export function webhookKey(doorKey: Uint8Array, webhook: string): Buffer {
  return createHmac('sha256', doorKey).update(`lawang webhook ${webhook}`).digest()
}

/** As receivers' libraries take it. */
export function secretText(key: Buffer): string {
  return `whsec_${key.toString('base64')}`
}

/** The headers of Standard Webhooks: id, seconds since 1970, and HMAC-SHA256 over both and the body. */
export function signedHeaders(key: Buffer, { id, body }: Message, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
