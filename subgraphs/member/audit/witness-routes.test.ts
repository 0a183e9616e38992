import type { Registry } from '@lawang/schema/network'
import { serverSeal } from '@lawang/trust/http/exchange-seal'
import { freshMoments, keySigner } from '@lawang/trust/http/request-signer'
import { signRequest } from '@lawang/trust/http/sign-request'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { signHead } from '@lawang/trust/objects/tree-heads'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDoorkeeper } from '../trust/doorkeeper.ts'
import type { Witness } from './witness.ts'
import { createHttpWitness } from './witness-port.ts'
import { addWitnessRoutes } from './witness-routes.ts'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [province, regency, stranger] = [newKey(), newKey(), newKey()]
const entry = (name: string, tier: 'PROVINCIAL' | 'REGENCY', government: string, key: string) => ({
  ...{ name, tier, url: `http://${name}.example`, governments: [government] },
  identity: { keys: [key] },
})
const registry: Registry = {
  ...{ sequence: 1, environment: 'development', gateways: [], retired: [] },
  members: [entry('province', 'PROVINCIAL', '64', province.x), entry('regency', 'REGENCY', '64.08', regency.x)],
}
const keys = knownKeys(registry)
const network = { registry: () => registry, keys: () => keys, close: () => {} }
const head = signHead(
  {
    member: 'regency',
    lives: [{ incarnation: 1, since: 0 }],
    size: 1,
    root: 'a'.repeat(64),
    at: '2026-03-17T02:00:00Z',
  },
  regency,
)

let app: FastifyInstance
let url: string
let asked: string[]

beforeEach(async () => {
  asked = []
  const witness: Witness = {
    async take({ head: { member } }, by) {
      asked.push(`${by} shows ${member}`)
      return { kind: 'KEPT' }
    },
    async knownOf(member) {
      asked.push(`${member} asks`)
      return { heads: [head] }
    },
  }
  const trust = { key: province } as Parameters<typeof openDoorkeeper>[0]['trust']
  const doorkeeper = openDoorkeeper({ name: 'province', trust }, network)
  if (!doorkeeper) throw new Error('the network is signed')
  app = Fastify()
  await addWitnessRoutes(app, witness, doorkeeper)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(() => app.close())

const sealFor = (to: string, key = regency) =>
  serverSeal(
    key,
    () => keys,
    () => Date.now(),
    () => to,
  )

test('a member asks a witness and shows it a head, and both are signed', async () => {
  const port = createHttpWitness('province', url, sealFor('province'))
  expect(await port.known()).toEqual({ heads: [head] })
  expect(await port.show({ head, proofs: [] })).toEqual({ kind: 'KEPT' })
  expect(asked).toEqual(['regency asks', 'regency shows regency'])
})

test('a stranger is not heard, nor who signs for another recipient', async () => {
  await expect(createHttpWitness('province', url, sealFor('province', stranger)).known()).rejects.toThrow('403')
  await expect(createHttpWitness('nation', url, sealFor('nation')).known()).rejects.toThrow('403')
  expect(asked).toEqual([])
})

test('an answer that somebody else has signed is not taken', async () => {
  const impostor = Fastify()
  const trust = { key: stranger } as Parameters<typeof openDoorkeeper>[0]['trust']
  const doorkeeper = openDoorkeeper({ name: 'province', trust }, network)
  if (!doorkeeper) throw new Error('the network is signed')
  const witness: Witness = { take: async () => ({ kind: 'KEPT' }), knownOf: async () => ({ heads: [] }) }
  await addWitnessRoutes(impostor, witness, doorkeeper)
  const address = await impostor.listen({ host: '127.0.0.1', port: 0 })
  try {
    await expect(createHttpWitness('province', address, sealFor('province')).known()).rejects.toThrow('not signed')
  } finally {
    await impostor.close()
  }
})

test('what is no head is refused with its place, before anybody judges it', async () => {
  const body = JSON.stringify({ head: { ...head, size: -1 }, proofs: [] })
  const { host } = new URL(url)
  const target = { method: 'POST', authority: host, path: '/audit/heads', query: '?', to: 'province' }
  const headers = { 'content-type': 'application/json' }
  const signed = signRequest({ ...target, body, headers }, keySigner(regency), freshMoments(Date.now)())
  const response = await fetch(`${url}/audit/heads`, { method: 'POST', headers: signed, body })
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({
    error: { code: 'BAD_USER_INPUT', message: 'shown.head.size is not a whole number from 0' },
  })
  expect(asked).toEqual([])
})
