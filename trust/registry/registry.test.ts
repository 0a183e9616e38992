import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from '@lawang/schema/network'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateKeyText, readSigningKey } from '../keys/signing-key.ts'
import { readTrustSettings } from '../settings.ts'
import { knownKeys } from './known-keys.ts'
import { newestOnly } from './newest.ts'
import { signedRegistryReader } from './read-registry.ts'
import { signRegistry } from './sign-registry.ts'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: false }))
const operator = newKey()
const [gateway, national, regency, former] = [newKey(), newKey(), newKey(), newKey()]
const of = (key: typeof gateway) => ({ keys: [key.x] })

const REGISTRY: Registry = {
  sequence: 7,
  environment: 'production',
  members: [
    { name: 'national', tier: 'NATIONAL', url: 'https://n.example', governments: ['00'], identity: of(national) },
    { name: 'regency', tier: 'REGENCY', url: 'https://r.example', governments: ['64.02'], identity: of(regency) },
  ],
  gateways: [{ name: 'gateway', identity: of(gateway), mayAssert: ['coordinator'] }],
  retired: [{ key: former.x, governments: ['64.02'], until: '2026-01-01T00:00:00Z' }],
}

describe('a signed registry', () => {
  const read = signedRegistryReader([operator.x])

  test('is read when the operator has signed it, also while two operators’ keys are in force', () => {
    expect(read(signRegistry(REGISTRY, operator))).toEqual(REGISTRY)
    expect(signedRegistryReader([newKey().x, operator.x])(signRegistry(REGISTRY, operator))).toEqual(REGISTRY)
  })

  test('is refused when another has signed it, or a character of it is another', () => {
    expect(() => read(signRegistry(REGISTRY, regency))).toThrow('none of the operators')
    const signed: Record<string, string> = JSON.parse(signRegistry(REGISTRY, operator))
    const others = JSON.parse(signRegistry({ ...REGISTRY, sequence: 8 }, operator))
    expect(() => read(JSON.stringify({ ...signed, payload: others.payload }))).toThrow('not that of its content')
    expect(() => read(JSON.stringify(REGISTRY.members))).toThrow('is not an object')
  })

  test.each([
    ['alg none', { alg: 'none', kid: operator.id, typ: 'lawang-registry+jws' }],
    ['HS256 with the public key', { alg: 'HS256', kid: operator.id, typ: 'lawang-registry+jws' }],
    ['the address of a key', { alg: 'EdDSA', kid: operator.id, typ: 'lawang-registry+jws', jku: 'https://x.example' }],
    ['a key of its own', { alg: 'EdDSA', kid: operator.id, typ: 'lawang-registry+jws', jwk: { x: regency.x } }],
    ['another type', { alg: 'EdDSA', kid: operator.id, typ: 'JWT' }],
  ])('with %s in its header is refused', (_what, header) => {
    const signed = JSON.parse(signRegistry(REGISTRY, operator))
    const text = Buffer.from(JSON.stringify(header)).toString('base64url')
    expect(() => read(JSON.stringify({ ...signed, protected: text }))).toThrow('none that is taken')
  })

  test('gives every server a key of its own', () => {
    const [first, second] = REGISTRY.members
    if (!first || !second) throw new Error('there are two members')
    const shared = { ...REGISTRY, members: [first, { ...second, identity: of(national) }] }
    expect(() => read(signRegistry(shared, operator))).toThrow('to national and regency')
    const { identity: _, ...bare } = second
    expect(() => read(signRegistry({ ...REGISTRY, members: [first, bare] }, operator))).toThrow('regency no key')
  })
})

describe('an older registry', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lawang-registry-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is not taken after a newer one, not even by the next process', () => {
    const reader = () => newestOnly(signedRegistryReader([operator.x]), join(folder, 'keys', 'seen'))
    const version = (sequence: number) => signRegistry({ ...REGISTRY, sequence }, operator)
    const read = reader()
    expect(read(version(7)).sequence).toBe(7)
    expect(read(version(8)).sequence).toBe(8)
    expect(() => read(version(7))).toThrow('version 7, and version 8 was in use')
    expect(() => reader()(version(7))).toThrow('version 7, and version 8 was in use')
    expect(reader()(version(8)).sequence).toBe(8)
  })
})

test('keys are known by whose they are: a withdrawn one only until it was withdrawn', () => {
  const known = knownKeys(REGISTRY)
  expect(known.hub).toBe('national')
  expect(known.servers.get(gateway.id)).toMatchObject({ owner: 'gateway', kind: 'GATEWAY' })
  expect(known.servers.get(former.id)).toBeUndefined()
  expect(known.governmentKey('64.02', regency.id)?.until).toBe(Infinity)
  expect(known.governmentKey('64.02', former.id)?.until).toBe(Date.parse('2026-01-01T00:00:00Z'))
  expect(known.governmentKey('00', regency.id)).toBeUndefined()
  expect(known.mayAssert('gateway')).toEqual(['coordinator'])
})

describe('production', () => {
  const files: Record<string, string> = {
    operators: JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: operator.x }] }),
    key: generateKeyText({ isDevelopment: false }),
    development: generateKeyText({ isDevelopment: true }),
  }
  const settings = (env: Record<string, string>) =>
    readTrustSettings({ LAWANG_ENVIRONMENT: 'production', ...env }, 'members.json', (path) => {
      const text = files[path]
      if (text === undefined) throw new Error('ENOENT')
      return text
    })

  test('starts with a signed registry and a key of its own', () => {
    expect(settings({ LAWANG_OPERATOR_KEYS: 'operators', LAWANG_KEY: 'key' }).key?.isDevelopment).toBe(false)
  })

  test('does not ask a gateway without a registry for a signed one', () => {
    expect(readTrustSettings({ NODE_ENV: 'production' }, undefined).key).toBeUndefined()
  })

  test.each([
    ['set LAWANG_OPERATOR_KEYS', { LAWANG_KEY: 'key' }],
    ['set LAWANG_KEY', { LAWANG_OPERATOR_KEYS: 'operators' }],
    ['production does not start with it', { LAWANG_OPERATOR_KEYS: 'operators', LAWANG_KEY: 'development' }],
    ['which cannot be read', { LAWANG_OPERATOR_KEYS: 'nowhere', LAWANG_KEY: 'key' }],
    ['must be an instant', { LAWANG_OPERATOR_KEYS: 'operators', LAWANG_KEY: 'key', LAWANG_UNSIGNED_UNTIL: 'now' }],
    ['must be production or development', { LAWANG_ENVIRONMENT: 'staging' }],
  ])('says what is wrong: %s', (sentence, env) => {
    expect(() => settings(env)).toThrow(sentence)
  })
})
