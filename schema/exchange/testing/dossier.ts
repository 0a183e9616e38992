import type { Dossier } from '../messages.ts'

/** A dossier of which tests of custody need only that it is there: the protocol never looks into it. */
export const DOSSIER: Dossier = {
  kind: 'COMPLAINT',
  title: 'Title',
  body: 'Body',
  channel: 'WEB',
  details: [],
  contentHash: '',
  anonymous: false,
  confidential: false,
  filedAt: '',
}
