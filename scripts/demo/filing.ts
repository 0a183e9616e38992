import type { HubClient } from './hub-client.ts'

/** A complaint that the demo filed: its id, the receipt's secret, and who handles it. */
export interface Filed {
  readonly id: string
  readonly secret: string
}

/** The fields of FileComplaintInput that the demo uses. */
export interface Filing {
  readonly door: string
  readonly kind?: string
  readonly title: string
  readonly body: string
  readonly category?: string
  readonly location?: string
  readonly channel: string
  readonly details?: readonly { readonly key: string; readonly value: string }[]
  readonly receivedAt?: string
  readonly idempotencyKey: string
}

const FILE = `mutation File($input: FileComplaintInput!) {
  fileComplaint(input: $input) { id receipt { secret } }
}`

/** Files one complaint as a front end would. The same idempotencyKey gives the same complaint at every run. */
export async function file(client: HubClient, filing: Filing, token?: string): Promise<Filed> {
  const input = { kind: 'COMPLAINT', anonymous: true, confidential: false, ...filing }
  const data = await client.ask<{ fileComplaint: { id: string; receipt: { secret: string } } }>(FILE, { input }, token)
  return { id: data.fileComplaint.id, secret: data.fileComplaint.receipt.secret }
}
