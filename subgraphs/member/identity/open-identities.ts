import { randomBytes } from 'node:crypto'
import type { Database } from '../store/database.ts'
import { createIdentities, type Identities } from './identities.ts'
import { type IdentityKeySource, openIdentityKeys } from './open-keys.ts'
import { sealPlaintext } from './seal-plaintext.ts'

/** Opens the identities of a member's database; what an earlier version stored in the clear is sealed first. */
export async function openIdentities(database: Database, source: IdentityKeySource): Promise<Identities> {
  const keys = await openIdentityKeys(source, () => isEmpty(database))
  const identities = createIdentities({ database, keys, randomBytes })
  await sealPlaintext(database, identities)
  return identities
}

/** Whether no identity is sealed here: `''` is no key's id, so that every row is under another one. */
async function isEmpty(database: Database): Promise<boolean> {
  const rows = await database.query(`SELECT 1 FROM identity.wrapped_otherwise('', '', 1)`)
  return rows.length === 0
}
