import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDevelopmentKeys } from '../development-keys.ts'
import { signDevelopmentToken } from '../sign-development-token.ts'

/** What a member needs beside its address and its database. */
export interface Credentials {
  /** Path of the JWKS that tokens are verified with. */
  readonly jwks: string
  /** Path of the key that its complaint ids and receipt secrets are derived from. */
  readonly doorKey: string
  /** What it shows at the hub's exchange. */
  readonly exchangeToken: string
}

const EXCHANGE_TOKEN_DAYS = 3650

/** The development key and, for each member, what it proves itself with; made at the first start, kept afterwards. */
export async function ensureCredentials(
  dataFolder: string,
  memberNames: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Credentials>> {
  const { jwks } = await ensureDevelopmentKeys(dataFolder)
  const expires = new Date(now.getTime() + EXCHANGE_TOKEN_DAYS * 86_400_000)
  const entries = memberNames.map(async (member): Promise<[string, Credentials]> => {
    const exchangeToken = await signDevelopmentToken(dataFolder, {
      claims: { role: 'member', member },
      subject: `member:${member}`,
      now,
      expires,
    })
    return [member, { jwks, doorKey: ensureDoorKey(dataFolder, member), exchangeToken }]
  })
  return new Map(await Promise.all(entries))
}

function ensureDoorKey(dataFolder: string, member: string): string {
  const path = join(dataFolder, 'keys', `${member}.door-key`)
  if (!existsSync(path)) {
    mkdirSync(join(dataFolder, 'keys'), { recursive: true })
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return path
}
