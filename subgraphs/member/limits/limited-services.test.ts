import { Refusal, type RefusalCode } from '@lawang/schema/errors'
import { createPseudonyms } from '@lawang/trust/limits/pseudonyms'
import { expect, test } from 'vitest'
import { sampleInput } from '../domain/testing/samples.ts'
import { fakeServices } from '../graph/testing/fake-services.ts'
import type { MemberServices } from '../ports.ts'
import { loadReference } from '../reference/load.ts'
import { limitedServices } from './limited-services.ts'
import { createLimits } from './limits.ts'

const PUBLIC = { kind: 'public' } as const
const limits = () => createLimits({ network: 1, person: 1, door: 3 }, createPseudonyms())
const fake = fakeServices(loadReference(), { governments: ['64.08'] })
const refusedAs = (code: RefusalCode) => async (): Promise<never> => {
  throw new Refusal(code)
}
const refused = refusedAs('RECEIPT_NOT_RECOGNISED')
const services: MemberServices = {
  ...fake,
  fileComplaint: async () => ({ complaint: {}, secret: 'x' }) as never,
  actAsReporter: refused,
  reporters: { ...fake.reporters, recognise: refused, personalData: refused, correct: refused, erase: refused },
}
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'TAKEN',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  )

test('ids that there are not are counted for their network, whether of complaints or of cases', async () => {
  const counted = limits()
  const asked = limitedServices(services, { network: 'a', actor: PUBLIC }, counted, () => 0)
  await asked.complaints.byIds(Array.from({ length: 60 }, (_, n) => `${n}`))
  await asked.cases.byIds(Array.from({ length: 40 }, (_, n) => `${n}`))
  expect(await codeOf(asked.complaints.byIds(['x']))).toBe('RATE_LIMITED')
  expect(await codeOf(asked.cases.byIds(['x']))).toBe('RATE_LIMITED')
  const other = limitedServices(services, { network: 'b', actor: PUBLIC }, counted, () => 0)
  expect(await codeOf(other.complaints.byIds(['x']))).toBe('TAKEN')
})

test('wrong secrets are counted together, whatever they were shown for', async () => {
  const asked = limitedServices(services, { network: 'a', actor: PUBLIC }, limits(), () => 0)
  const receipt = { complaint: 'x', secret: 'wrong' }
  const acts = [
    () => asked.reporters.recognise(receipt),
    () => asked.reporters.personalData(receipt),
    () => asked.reporters.erase(receipt),
    () => asked.actAsReporter({ ...receipt, type: 'withdraw' } as never),
  ]
  const codes = []
  for (let n = 0; n < 32; n++) codes.push(await codeOf((acts[n % acts.length] ?? refused)()))
  expect(codes).toEqual([...Array(30).fill('RECEIPT_NOT_RECOGNISED'), 'RATE_LIMITED', 'RATE_LIMITED'])
})

test('complaints are counted by network and by door, and a door that is not here fills no memory', async () => {
  const counted = limits()
  const from = (network: string) => limitedServices(services, { network, actor: PUBLIC }, counted, () => 0)
  const file = (network: string, door = '64.08') => codeOf(from(network).fileComplaint(sampleInput({ door }), PUBLIC))
  expect([await file('a'), await file('a')]).toEqual(['TAKEN', 'RATE_LIMITED'])
  expect([await file('b'), await file('c', '64.08.04'), await file('d')]).toEqual(['TAKEN', 'TAKEN', 'RATE_LIMITED'])
  expect(await file('e', 'x'.repeat(1_000))).toBe('TAKEN')
})

test('followers are counted by network as filings are, and ids that there are not as those that are looked up', async () => {
  const counted = createLimits({ network: 105, person: 1, door: 3 }, createPseudonyms())
  const manyAboutOne = { ...services.manyAboutOne, unfollow: refused, follow: refusedAs('NOT_FOUND') }
  const from = (network: string, many: MemberServices['manyAboutOne'] = manyAboutOne) =>
    limitedServices({ ...services, manyAboutOne: many }, { network, actor: PUBLIC }, counted, () => 0).manyAboutOne
  const codes = []
  for (let n = 0; n < 102; n++) codes.push(await codeOf(from('a').follow({ complaint: 'x' }, PUBLIC)))
  expect(codes).toEqual([...Array(100).fill('NOT_FOUND'), 'RATE_LIMITED', 'RATE_LIMITED'])

  const found = { ...manyAboutOne, follow: async () => ({ complaint: 'x', secret: 'y', followers: 1 }) }
  for (let n = 0; n < 105; n++) await from('b', found).follow({ complaint: 'x' }, PUBLIC)
  expect(await codeOf(from('b', found).follow({ complaint: 'x' }, PUBLIC))).toBe('RATE_LIMITED')
  expect(await codeOf(from('c', found).follow({ complaint: 'x' }, PUBLIC))).toBe('TAKEN')

  for (let n = 0; n < 30; n++) await codeOf(from('d').unfollow({ complaint: 'x', secret: 'wrong' }))
  expect(await codeOf(from('d').unfollow({ complaint: 'x', secret: 'wrong' }))).toBe('RATE_LIMITED')
})

test('a network that uses a key without a token for another content is told, and nobody else is', async () => {
  const counted = createLimits({ network: 0, person: 0, door: 0 }, createPseudonyms())
  const file = (network: string | undefined, title: string, idempotencyKey?: string) =>
    codeOf(
      limitedServices(services, { network, actor: PUBLIC }, counted, () => 0).fileComplaint(
        sampleInput({ title, idempotencyKey }),
        PUBLIC,
      ),
    )
  for (const network of ['a', undefined]) {
    expect(await file(network, 'Jalan', 'k')).toBe('TAKEN')
    expect(await file(network, 'Jalan', 'k')).toBe('TAKEN')
    expect(await file(network, 'Lampu', 'k')).toBe('IDEMPOTENCY_CONFLICT')
    expect(await file(network, 'Lampu', 'l')).toBe('TAKEN')
    expect(await file(network, 'Air')).toBe('TAKEN')
  }
  expect(await file('b', 'Lampu', 'k')).toBe('TAKEN')
})
