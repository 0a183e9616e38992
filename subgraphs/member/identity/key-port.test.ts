import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KeyPort, KeysUnavailable } from './key-port.ts'
import { createKeyRing, parseKeyRing } from './key-ring.ts'
import { startTransitService, type TransitService } from './testing/transit-service.ts'
import { createTransitKeys } from './transit-keys.ts'

const MINE = '6408-0000000000001'
const OTHER = '6408-0000000000002'
const line = (id: string, byte: string) => `${id}:${byte.repeat(32)}`

let service: TransitService
beforeAll(async () => {
  service = await startTransitService('the token')
})
afterAll(() => service.close())

interface Subject {
  readonly keys: KeyPort
  /** The port after a rotation: the former key still unwraps. */
  rotate(): Promise<KeyPort>
}

const transit = (token = 'the token') =>
  createTransitKeys({ url: service.url, key: 'lawang-identity', token: async () => token, timeoutMs: 5_000 })
const ring = (text: string) => createKeyRing(parseKeyRing(text), randomBytes)

describe.each<[string, () => Subject]>([
  [
    'a ring of keys',
    () => ({ keys: ring(line('k1', '0a')), rotate: async () => ring(`${line('k2', '0b')}\n${line('k1', '0a')}`) }),
  ],
  [
    'a key management service',
    () => ({
      keys: transit(),
      rotate: async () => {
        service.rotate()
        return transit()
      },
    }),
  ],
])('the key port over %s', (_name, open) => {
  const dataKey = new Uint8Array(randomBytes(32))

  test('unwraps what it wrapped, and shows nothing of it', async () => {
    const { keys } = open()
    const wrapped = await keys.wrap(MINE, dataKey)
    expect(wrapped.keyId).toBe(await keys.currentKeyId())
    expect(Buffer.from(wrapped.bytes).includes(Buffer.from(dataKey))).toBe(false)
    expect(await keys.unwrap(MINE, wrapped)).toEqual(dataKey)
  })

  test('does not unwrap for another complaint', async () => {
    const { keys } = open()
    const wrapped = await keys.wrap(MINE, dataKey)
    await expect(keys.unwrap(OTHER, wrapped)).rejects.toThrow(KeysUnavailable)
  })

  test('does not unwrap what was changed', async () => {
    const { keys } = open()
    const { keyId, bytes } = await keys.wrap(MINE, dataKey)
    const changed = new Uint8Array(bytes)
    const last = changed.length - 5
    changed[last] = changed[last] === 65 ? 66 : 65
    await expect(keys.unwrap(MINE, { keyId, bytes: changed })).rejects.toThrow(KeysUnavailable)
  })

  test('wraps with the new key after a rotation and still unwraps with the former', async () => {
    const subject = open()
    const before = await subject.keys.wrap(MINE, dataKey)
    const rotated = await subject.rotate()
    const after = await rotated.wrap(MINE, dataKey)
    expect(after.keyId).not.toBe(before.keyId)
    expect(after.keyId).toBe(await rotated.currentKeyId())
    expect(await rotated.unwrap(MINE, before)).toEqual(dataKey)
    expect(await rotated.unwrap(MINE, after)).toEqual(dataKey)
  })
})

describe('a ring of keys', () => {
  test('says which key it lacks', async () => {
    const wrapped = await ring(line('k1', '0a')).wrap(MINE, new Uint8Array(32))
    await expect(ring(line('k2', '0b')).unwrap(MINE, wrapped)).rejects.toThrow('lacks the key k1')
  })

  test.each(['', '# nothing', 'k1:abc', 'k1', `${line('k1', '0a')}\n${line('k1', '0b')}`])(
    '%j is refused without being repeated',
    (text) => {
      expect(() => parseKeyRing(text)).toThrow(KeysUnavailable)
      const [secret] = /[0-9a-f]{8,}/.exec(text) ?? []
      if (secret) expect(() => parseKeyRing(text)).not.toThrow(secret)
    },
  )
})

test('a key management service that refuses is named by its status alone', async () => {
  await expect(transit('another token').wrap(MINE, new Uint8Array(32))).rejects.toThrow('answers with status 403')
})
