import { openIdentityKeys } from '@lawang/member/identity/open-keys'
import { rotateMasterKey } from '@lawang/member/identity/rotate'
import { readIdentityKeySettings } from '@lawang/member/settings/keys'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { runCommand } from './run-command.ts'

/**
 * `DATABASE_URL=… LAWANG_IDENTITY_KEY_FILE=… npm run rotate-identity-keys`: wraps the data keys of one member's
 * reporters anew under the first key of the ring (or the newest version of the key management service). The member may
 * run meanwhile, once it was started with the new ring.
 */
async function main(): Promise<void> {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error("DATABASE_URL is not set: it is the member's PostgreSQL database.")
  const keys = await openIdentityKeys(readIdentityKeySettings(process.env), async () => false)
  const database = await openMemberDatabase(url)
  try {
    const count = await rotateMasterKey(database, keys, (done) => console.log(`${done} data keys are wrapped anew`))
    console.log(`All data keys are under ${await keys.currentKeyId()}: ${count} were wrapped anew.`)
  } finally {
    await database.close()
  }
}

await runCommand(main)
