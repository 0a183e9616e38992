import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ALGORITHM } from '@lawang/trust/tokens/development-issuer'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

/** Where the development key lies: the private JWK (readable by its owner only) and the public JWKS. */
export interface DevelopmentKeyPaths {
  readonly privateKey: string
  readonly jwks: string
}

export function developmentKeyPaths(dataFolder: string): DevelopmentKeyPaths {
  const folder = join(dataFolder, 'keys')
  return { privateKey: join(folder, 'development.jwk'), jwks: join(folder, 'jwks.json') }
}

/**
 * Makes sure that the data folder has a development key (Ed25519) and the JWKS that members verify with, and says
 * where they are. An existing key is kept: tokens stay valid over restarts.
 */
export async function ensureDevelopmentKeys(dataFolder: string): Promise<DevelopmentKeyPaths> {
  const paths = developmentKeyPaths(dataFolder)
  await mkdir(join(dataFolder, 'keys'), { recursive: true })
  const key = (await readKey(paths.privateKey)) ?? (await createKey(paths.privateKey))
  await writeFile(paths.jwks, `${JSON.stringify({ development: true, keys: [publicPart(key)] }, null, 2)}\n`, {
    mode: 0o644,
  })
  return paths
}

/** The private JWK; undefined while there is none. Throws when the file is not one. */
export async function readKey(path: string): Promise<JWK | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const key: unknown = JSON.parse(text)
  if (!isPrivateKey(key)) throw new Error(`${path} is not an Ed25519 private key.`)
  return key
}

function isPrivateKey(value: unknown): value is JWK & { x: string; d: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'crv' in value &&
    value.crv === 'Ed25519' &&
    'x' in value &&
    typeof value.x === 'string' &&
    'd' in value &&
    typeof value.d === 'string'
  )
}

/** Written whole beside its place, under a name of its own, and linked there: of two who start at once, both use the first key. */
async function createKey(path: string): Promise<JWK> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(pair.privateKey)
  const key: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' }
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 })
  await chmod(draft, 0o600)
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return (await readKey(path)) ?? key
}

function publicPart({ d: _, ...rest }: JWK): JWK {
  return rest
}
