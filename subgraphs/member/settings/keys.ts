import type { IdentityKeySource } from '../identity/open-keys.ts'
import { ConfigError, type Environment, optional, type ReadFile, readUrl, required } from './setting.ts'

/** The path of the door's key: other files lie beside it unless they are told where. Throws `ConfigError`. */
export function doorKeyPath(env: Environment): string {
  return required(env, 'LAWANG_DOOR_KEY', "the file with the door's key")
}

/** 32 bytes. Throws `ConfigError`. */
export function readDoorKey(path: string, readFile: ReadFile): Uint8Array {
  const text = readIfPresent(path, readFile)
  if (text === undefined) throw new ConfigError(`LAWANG_DOOR_KEY names ${path}, which cannot be read.`)
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) {
    throw new ConfigError(`LAWANG_DOOR_KEY names ${path}, which does not hold 32 bytes in hexadecimal.`)
  }
  return new Uint8Array(Buffer.from(text.trim(), 'hex'))
}

function readIfPresent(path: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(path)
  } catch {
    return undefined
  }
}

/** One of three places: a key management service, the environment, or (by default) a file beside the door's key. Throws `ConfigError`. */
export function readIdentityKeySettings(env: Environment): IdentityKeySource {
  const url = optional(env, 'LAWANG_IDENTITY_TRANSIT_URL')
  const text = optional(env, 'LAWANG_IDENTITY_KEY_RING')
  const path = optional(env, 'LAWANG_IDENTITY_KEY_FILE')
  if ([url, text, path].filter((each) => each !== undefined).length > 1) {
    throw new ConfigError(
      'Identity keys come from one place: set one of LAWANG_IDENTITY_TRANSIT_URL, LAWANG_IDENTITY_KEY_RING and LAWANG_IDENTITY_KEY_FILE.',
    )
  }
  if (url !== undefined) {
    return {
      from: 'TRANSIT',
      url: readUrl('LAWANG_IDENTITY_TRANSIT_URL', url, ['https:', 'http:']).replace(/\/+$/, ''),
      key: optional(env, 'LAWANG_IDENTITY_TRANSIT_KEY') ?? 'lawang-identity',
      tokenPath: required(
        env,
        'LAWANG_IDENTITY_TRANSIT_TOKEN_FILE',
        'the file with the token for the key management service',
      ),
    }
  }
  if (text !== undefined) return { from: 'RING', text }
  return { from: 'FILE', path: path ?? `${doorKeyPath(env)}.identity` }
}
