import { readFileSync, statSync } from 'node:fs'
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'

/** The keys of an issuer cannot be had now: whether a token is good is not known. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** How long a file's keys are taken without looking whether the file has changed. */
const LOOK_AGAIN_MS = 2_000
/** How long an issuer's keys are taken without asking it again. An unknown key is asked for at once, but not more often than the cooldown. */
const KEPT_MS = 10 * 60_000
const COOLDOWN_MS = 5_000
const TIMEOUT_MS = 5_000

/**
 * The public keys behind a path or an https url, and nothing else: what a token's header names (`jku`, `x5u`, `jwk`) is
 * not followed, nor is a redirect. New keys are taken as they appear and old ones until they are gone, so that an issuer
 * rotates by showing both for a while. Throws when a file is no key set.
 */
export function openKeySet(source: string, now: () => number): JWTVerifyGetKey {
  if (!/^https?:/.test(source)) return fileKeySet(source, now)
  const options = { cacheMaxAge: KEPT_MS, cooldownDuration: COOLDOWN_MS, timeoutDuration: TIMEOUT_MS }
  const keys = createRemoteJWKSet(new URL(source), options)
  return (header, token) =>
    keys(header, token).catch((error: unknown) => {
      const isAnswer = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
      throw isAnswer ? error : new KeysUnavailable('The keys of an issuer cannot be fetched.', { cause: error })
    })
}

function fileKeySet(path: string, now: () => number): JWTVerifyGetKey {
  let keys = readKeys(path)
  let lookedAt = now()
  return (header, token) => {
    if (now() - lookedAt >= LOOK_AGAIN_MS) {
      lookedAt = now()
      keys = readChanged(path, keys)
    }
    return keys.get(header, token)
  }
}

interface FileKeys {
  readonly get: JWTVerifyGetKey
  readonly changedAt: number
}

function readKeys(path: string): FileKeys {
  const changedAt = statSync(path).mtimeMs
  const keys: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isKeySet(keys)) throw new Error(`${path} is no JSON Web Key Set.`)
  return { get: createLocalJWKSet(keys), changedAt }
}

/** Whether a file holds keys of a development network, which says so in it. */
export function isDevelopmentKeySet(path: string): boolean {
  const keys: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return typeof keys === 'object' && keys !== null && 'development' in keys
}

/** A file that is just being written, or is gone, leaves the keys as they are. */
function readChanged(path: string, known: FileKeys): FileKeys {
  try {
    return statSync(path).mtimeMs === known.changedAt ? known : readKeys(path)
  } catch {
    return known
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    typeof value === 'object' &&
    value !== null &&
    'keys' in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key: unknown) => typeof key === 'object' && key !== null && 'kty' in key)
  )
}
