import { type KeyPort, KeysUnavailable } from './key-port.ts'
import { KEY_BYTES, NONCE_BYTES, seal, unseal } from './seal.ts'

/** A master key that this server holds itself. */
export interface MasterKey {
  readonly id: string
  readonly bytes: Uint8Array
}

const LINE = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})[: ]([0-9a-fA-F]{64})$/

/**
 * Reads a ring of master keys: one for each line (or, in an environment variable, between commas), `id:64 hexadecimal
 * digits`. The first one wraps, all unwrap: a rotation puts a new line at the top. Throws `KeysUnavailable`, which
 * never repeats a line.
 */
export function parseKeyRing(text: string): readonly MasterKey[] {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  const keys = lines.map((line, index): MasterKey => {
    const [, id, hex] = LINE.exec(line) ?? []
    if (id === undefined || hex === undefined) {
      throw new KeysUnavailable(`Key ${index + 1} of the identity key ring is not "id:64 hexadecimal digits".`)
    }
    return { id, bytes: new Uint8Array(Buffer.from(hex, 'hex')) }
  })
  if (keys.length === 0) throw new KeysUnavailable('The identity key ring has no key.')
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new KeysUnavailable('The identity key ring has two keys with the same id.')
  }
  return keys
}

/** A key port over keys in this process. `randomBytes` gives nonces: it must never repeat itself. */
export function createKeyRing(keys: readonly MasterKey[], randomBytes: (count: number) => Uint8Array): KeyPort {
  const [current] = keys
  if (!current) throw new KeysUnavailable('The identity key ring has no key.')
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    currentKeyId: async () => current.id,
    wrap: async (complaint, dataKey) => {
      if (dataKey.length !== KEY_BYTES) throw new Error(`A data key has ${KEY_BYTES} bytes.`)
      const { id, bytes } = current
      return { keyId: id, bytes: seal(dataKey, bytes, randomBytes(NONCE_BYTES), contextOf(complaint, id)) }
    },
    unwrap: async (complaint, { keyId, bytes }) => {
      const key = byId.get(keyId)
      if (!key)
        throw new KeysUnavailable(`The identity key ring lacks the key ${keyId}, with which identities are sealed.`)
      try {
        return unseal(bytes, key.bytes, contextOf(complaint, keyId))
      } catch (cause) {
        throw new KeysUnavailable(`The key ${keyId} does not open the data key of ${complaint}.`, { cause })
      }
    },
  }
}

function contextOf(complaint: string, keyId: string): string {
  return `lawang identity key 1|${complaint}|${keyId}`
}
