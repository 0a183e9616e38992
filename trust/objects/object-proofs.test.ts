import { nextEvent } from '@lawang/schema/exchange/chain'
import type { ChainEvent, EventData, Grant } from '@lawang/schema/exchange/messages'
import { parseChainEvent } from '@lawang/schema/exchange/validate'
import { makeId } from '@lawang/schema/id'
import type { Registry } from '@lawang/schema/network'
import { describe, expect, test } from 'vitest'
import { generateKeyText, readSigningKey, type SigningKey } from '../keys/signing-key.ts'
import { knownKeys } from '../registry/known-keys.ts'
import { createObjectProofs } from './object-proofs.ts'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [national, door, other, former] = [newKey(), newKey(), newKey(), newKey()]
const identity = (key: SigningKey) => ({ keys: [key.x] })
const REGISTRY: Registry = {
  sequence: 1,
  environment: 'development',
  members: [
    { name: 'national', tier: 'NATIONAL', url: 'http://n', governments: ['00'], identity: identity(national) },
    { name: 'kutai-timur', tier: 'REGENCY', url: 'http://k', governments: ['64.08'], identity: identity(door) },
    { name: 'regency', tier: 'REGENCY', url: 'http://r', governments: ['64.02'], identity: identity(other) },
  ],
  gateways: [],
  retired: [{ key: former.x, governments: ['64.08'], until: '2026-06-01T00:00:00Z' }],
}
const proofsOf = (key: SigningKey, unsignedUntil = Number.NEGATIVE_INFINITY) =>
  createObjectProofs({ key, keys: () => knownKeys(REGISTRY), unsignedUntil })

const COMPLAINT = makeId('complaint', '64.08', () => new Uint8Array(10).fill(7))
const AGENCY = { id: makeId('agency', '64.08', () => new Uint8Array(10).fill(1)), name: 'Dinas', shortName: 'Dinas' }
const DATA: EventData = { status: 'FILED', handledBy: AGENCY }
const filedAt = (at: string) => nextEvent([], COMPLAINT, 1, { id: 'filed', type: 'FILED', at, by: '64.08', data: DATA })
const filed = proofsOf(door).signEvent(filedAt('2026-07-01T00:00:00Z'))

describe('an event', () => {
  test('is signed by the government that writes it, beside its hash', () => {
    expect(proofsOf(other).checkEvents([filed])).toBeUndefined()
    expect(parseChainEvent(JSON.parse(JSON.stringify(filed)))).toEqual(filed)
    expect(filed.hash).toBe(filedAt('2026-07-01T00:00:00Z').hash)
  })

  test.each<[string, string, ChainEvent]>([
    ['that nobody has signed', 'is not signed', filedAt('2026-07-01T00:00:00Z')],
    ['that another has signed', 'signed by another', proofsOf(other).signEvent(filedAt('2026-07-01T00:00:00Z'))],
    ['whose signature is of another event', 'signed by another', { ...filed, ...filedAt('2026-07-02T00:00:00Z') }],
    ['that was changed under its hash', 'carries its own hash', { ...filed, data: { ...DATA, status: 'CLOSED' } }],
    [
      'by a key after it was withdrawn',
      'signed by another',
      proofsOf(former).signEvent(filedAt('2026-07-01T00:00:00Z')),
    ],
  ])('%s is refused', (_what, fault, event) => {
    expect(proofsOf(national).checkEvents([event])).toContain(fault)
  })

  test('of before a key was withdrawn stays good, and so does one of before the network was signed', () => {
    const old = filedAt('2026-05-01T00:00:00Z')
    expect(proofsOf(national).checkEvents([proofsOf(former).signEvent(old)])).toBeUndefined()
    expect(proofsOf(national, Date.parse('2026-06-01T00:00:00Z')).checkEvents([old])).toBeUndefined()
    expect(proofsOf(national, Date.parse('2026-04-01T00:00:00Z')).checkEvents([old])).toContain('is not signed')
  })
})

describe('a grant', () => {
  const chain = [filed]
  const grant: Grant = {
    ...{ type: 'Grant', complaint: COMPLAINT, epoch: 1_000_001, door: '64.08', from: '64.08', to: '64.02' },
    ...{ why: 'REQUEST', reason: 'x', chain, annex: [] },
    dossier: {
      ...{ kind: 'COMPLAINT', title: 'x', body: 'x', anonymous: true, confidential: false },
      ...{ filedAt: '2026-07-01T00:00:00Z', channel: 'WEB', details: [], contentHash: '0'.repeat(64) },
    },
  }
  const signed = proofsOf(national).signGrant(grant)
  const taken = (data: Partial<EventData>) => {
    const draft = { id: 'taken', type: 'HANDED_OVER' as const, at: '2026-07-02T00:00:00Z', by: '64.02' }
    const given: EventData = { ...DATA, why: 'REQUEST', from: '64.08', to: '64.02', ...data }
    return proofsOf(other).signEvent(nextEvent(chain, COMPLAINT, grant.epoch, { ...draft, data: given }))
  }

  test("is the hub's, and stands in the event by which it is taken", () => {
    expect(proofsOf(other).checkGrant(signed)).toBeUndefined()
    expect(proofsOf(door).checkEvents([filed, taken({ grant: signed.signature })])).toBeUndefined()
  })

  test.each<[string, Grant]>([
    ['that nobody has signed', grant],
    ['of a member', proofsOf(other).signGrant(grant)],
    ['for another government', { ...signed, to: '64.08' }],
    ['at another epoch', { ...signed, epoch: 1_000_002 }],
    ['of another complaint', { ...signed, complaint: makeId('complaint', '64.08', () => new Uint8Array(10).fill(8)) }],
    ['behind another chain', { ...signed, chain: [] }],
  ])('%s is refused', (_what, forged) => {
    expect(proofsOf(other).checkGrant(forged)).toBeDefined()
  })

  test('that was never given is shown by nobody: the chain proves each change of hands', () => {
    const { signature } = proofsOf(other).signGrant(grant)
    expect(proofsOf(national).checkEvents([taken({})])).toContain('shows no grant')
    expect(proofsOf(national).checkEvents([taken({ grant: signature })])).toContain("not the hub's")
    expect(proofsOf(national).checkEvents([taken({ grant: signed.signature, why: 'SEIZURE' })])).toContain(
      "not the hub's",
    )
  })
})
