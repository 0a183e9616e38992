import type { Dossier, EventData } from '@lawang/schema/exchange/messages'

/** What the protocol carries and never looks into. */

export const AT = '2026-01-01T00:00:00.000Z'

export const DATA: EventData = {
  status: 'FILED',
  handledBy: { id: 'agency', name: 'Agency', shortName: 'Agency' },
}

export const SECRET_HASH = '0'.repeat(64)

export const DOSSIER: Dossier = {
  kind: 'COMPLAINT',
  title: 'Title',
  body: 'Body',
  channel: 'WEB',
  details: [],
  contentHash: '0'.repeat(64),
  anonymous: false,
  confidential: false,
  filedAt: AT,
}
