import { randomUUID } from 'node:crypto'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Reference } from '../domain/model.ts'
import type { Database } from '../store/database.ts'
import { insertMandate, lockMandates, readMandates, tellChange } from './store.ts'

const DECREE = { number: 'Pengembangan', issuer: 'npm start' }
/** Before anything was filed. */
const ALWAYS = new Date(0)

/**
 * Gives every agency here that has no decree one that names everybody, so that each token of a development network acts
 * for it. A decree that is registered takes its place, as it does with any other.
 */
export async function ensureDevelopmentMandates(
  database: Database,
  reference: Reference,
  governments: readonly GovernmentCode[],
): Promise<void> {
  await database.transaction(async (tx) => {
    await lockMandates(tx)
    const served = new Set((await readMandates(tx)).map(({ agency }) => agency))
    const missing = governments.flatMap((code) => reference.agenciesOf(code)).filter(({ id }) => !served.has(id))
    for (const { id: agency, government } of missing) {
      const mandate = {
        ...DECREE,
        id: randomUUID(),
        government,
        agency,
        validFrom: ALWAYS,
        members: 'EVERYBODY',
      } as const
      await insertMandate(tx, mandate, 'development')
    }
    if (missing.length > 0) await tellChange(tx)
  })
}
