import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { decideFiling } from './filing.ts'
import type { Actor, FileComplaint } from './model.ts'
import { PUBLIC, sampleInput, TUESDAY } from './testing/samples.ts'

const reference = loadReference()
const hosted = ['64.08', '64', '31']

function file(changes: Partial<FileComplaint> = {}, actor: Actor = PUBLIC) {
  return decideFiling(sampleInput(changes), { actor, now: TUESDAY, reference, hosted })
}

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const officer = (
  role: 'operator' | 'coordinator' | 'national-admin' | 'integrator' | 'reporter' | 'overseer',
): Actor => ({
  kind: 'person',
  subject: 'x',
  role,
  ...(role === 'integrator' && { scopes: ['fileReceivedEarlier'] }),
})

describe('a complaint that is taken in', () => {
  test("is the door's coordinator's until another takes it", () => {
    const filing = file()
    expect(filing.coordinator).toMatchObject({ government: '64.08', kind: 'diskominfo' })
    expect(filing).toMatchObject({ competence: undefined, handover: undefined })
  })

  test('goes to the government that a definite rule names, with the reason and its citation', () => {
    const { handover, competence } = file({ category: 'energy.electricity', location: '64.08.04.2001' })
    expect(competence).toMatchObject({ government: '00', definite: true })
    expect(handover?.to).toBe('00')
    expect(reference.agency(handover?.agency ?? '')?.kind).toBe('pln')
    expect(handover?.reason).toContain('Listrik')
    expect(handover?.reason).toContain(competence?.rule.citation)
  })

  test('stays at its door while no rule is definite', () => {
    const filing = file({ category: 'public-works.roads', location: '64.08.04' })
    expect(filing.competence?.definite).toBe(false)
    expect(filing.handover).toBeUndefined()
  })

  test('stays at its door when the door itself is competent', () => {
    expect(file({ category: 'education.primary', location: '64.08' })).toMatchObject({
      competence: { government: '64.08', definite: true },
      handover: undefined,
    })
  })

  test('is about the door when it names no place', () => {
    expect(file({ category: 'education.senior-secondary' }).handover?.to).toBe('64')
    expect(file({ door: '64', category: 'education.primary' }).competence?.definite).toBe(false)
  })

  test('about a village that is not listed yet is about its district', () => {
    expect(file({ location: '64.08.04.2003' }).dossier.location).toBe('64.08.04')
  })

  test('is read in one form: trimmed, composed, one line per title', () => {
    const { dossier } = file({ title: '  Jalan \n rusak ', body: ' Cafe\u0301\r\nKedua  ' })
    expect(dossier).toMatchObject({ title: 'Jalan rusak', body: 'Café\nKedua' })
  })
})

describe('the lease class', () => {
  test.each(['public-order.fire', 'public-order.disaster', 'forestry.fire', 'women-children'])(
    'of %s is urgent: people may come to harm while it waits',
    (category) => expect(file({ category }).leaseClass).toBe('URGENT'),
  )

  test('of anything else is normal, also of what is confidential or has no category', () => {
    expect(file({ category: 'energy.electricity' }).leaseClass).toBe('NORMAL')
    expect(file({ confidential: true }).leaseClass).toBe('NORMAL')
  })
})

describe('the content hash', () => {
  const hashOf = (changes: Partial<FileComplaint>) => file(changes).dossier.contentHash

  test('is the same for the same content, whoever reports it and by whatever key', () => {
    expect(hashOf({ reporter: { phone: '0811' }, idempotencyKey: 'k' })).toBe(hashOf({}))
    expect(hashOf({ title: ' Lampu jalan padam ' })).toBe(hashOf({}))
  })

  test.each<Partial<FileComplaint>>([
    { body: 'Lain' },
    { title: 'Lain' },
    { door: '64' },
    { category: 'land' },
    { location: '64' },
    { confidential: true },
    { anonymous: true },
    { kind: 'ASPIRATION' },
    { channel: 'SMS' },
  ])('differs with %j', (changes) => {
    expect(hashOf(changes)).not.toBe(hashOf({}))
  })
})

describe('privacy', () => {
  const reporter = { name: 'Pelapor 1', phone: '0811000111', email: 'pelapor@example.org' }

  test('nothing but the reporter field knows who reports', () => {
    const { reporter: kept, ...rest } = file({ reporter, category: 'energy.electricity' })
    expect(kept).toEqual(reporter)
    for (const text of Object.values(reporter)) expect(JSON.stringify(rest)).not.toContain(text)
  })

  test('the listing of a confidential complaint has no title', () => {
    expect(file({ confidential: true }).listing.title).toBeUndefined()
    expect(file().listing.title).toBe('Lampu jalan padam')
    expect(JSON.stringify(file().listing)).not.toContain('dua minggu')
  })

  test('a reporter with nothing in it is no reporter', () => {
    expect(file({ reporter: { name: ' ', phone: '' } }).reporter).toBeUndefined()
  })
})

test('a district or village is a door of the government that it lies under', () => {
  expect(file({ door: '64.08.04' }).door).toBe('64.08')
})

describe('what is refused', () => {
  test.each<[string, string, Partial<FileComplaint>]>([
    ['a door that is not here', 'UNKNOWN_JURISDICTION', { door: '72' }],
    ['a door that is none', 'UNKNOWN_JURISDICTION', { door: '64.08.99' }],
    ['an unknown category', 'UNKNOWN_CATEGORY', { category: 'nonsense' }],
    ['a place outside the country', 'UNKNOWN_LOCATION', { location: '99.01' }],
    ['a place in no form', 'UNKNOWN_LOCATION', { location: 'Jakarta' }],
    [
      'a detail that the category does not ask for',
      'UNKNOWN_DETAIL',
      { category: 'land', details: [{ key: 'roadStatus', value: 'TOLL' }] },
    ],
    [
      'a value that the detail does not have',
      'UNKNOWN_DETAIL',
      { category: 'public-works.roads', details: [{ key: 'roadStatus', value: 'MOON' }] },
    ],
    ['a detail that no category asks for', 'UNKNOWN_DETAIL', { details: [{ key: 'colour', value: 'RED' }] }],
    ['an empty title', 'EMPTY_TITLE', { title: '' }],
    ['a title of spaces', 'EMPTY_TITLE', { title: ' \t\n' }],
    ['a title of invisible characters', 'EMPTY_TITLE', { title: '\u200b\u200d' }],
    ['an empty body', 'EMPTY_BODY', { body: '  ' }],
    ['a title of 201 characters', 'TEXT_TOO_LONG', { title: 'a'.repeat(201) }],
    ['a body of 20,001 characters', 'TEXT_TOO_LONG', { body: 'a'.repeat(20_001) }],
    ['a name of 201 characters', 'TEXT_TOO_LONG', { reporter: { name: 'a'.repeat(201) } }],
    ['a blank idempotency key', 'BAD_USER_INPUT', { idempotencyKey: ' ' }],
    ['an idempotency key of 201 characters', 'TEXT_TOO_LONG', { idempotencyKey: 'a'.repeat(201) }],
    ['a NUL character', 'BAD_USER_INPUT', { body: 'a\u0000b' }],
    ['half a character', 'BAD_USER_INPUT', { body: 'a\ud83db' }],
    ['an escape character', 'BAD_USER_INPUT', { title: '\u001b[31m' }],
    [
      'more details than anybody asks for',
      'BAD_USER_INPUT',
      { details: Array(21).fill({ key: 'roadStatus', value: 'TOLL' }) },
    ],
  ])('%s is refused with %s', (_what, code, changes) => {
    expect(() => file(changes)).toThrow(refusal(code))
  })

  test('200 characters are 200 characters, whatever they weigh', () => {
    expect(file({ title: '😀'.repeat(200) }).dossier.title).toBe('😀'.repeat(200))
    expect(() => file({ title: '😀'.repeat(201) })).toThrow(refusal('TEXT_TOO_LONG'))
  })

  test('a refusal does not repeat what was sent', () => {
    const secret = `0811000111\u0000`
    expect(() => file({ reporter: { phone: secret } })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('0811') }),
    )
  })
})

test.each([{ kind: 'member', member: 'national' }, { kind: 'hub' }] as const)(
  '%j is no person and files nothing',
  (machine) => {
    expect(() => file({}, machine)).toThrow(refusal('FORBIDDEN'))
  },
)

describe('a complaint received earlier', () => {
  const unscoped: Actor = { kind: 'person', subject: 'x', role: 'integrator' }

  test.each(['operator', 'coordinator', 'national-admin', 'integrator'] as const)('may be keyed in by a %s', (role) => {
    expect(file({ receivedAt: '2020-06-11' }, officer(role)).listing.receivedAt).toBe('2020-06-11')
  })

  test.each([PUBLIC, officer('reporter'), officer('overseer'), unscoped])('may not be keyed in by %j', (actor) => {
    expect(() => file({ receivedAt: '2020-06-11' }, actor)).toThrow(refusal('RECEIVED_AT_NEEDS_OFFICER'))
  })

  test('is not received tomorrow, by the clock of the door', () => {
    expect(file({ receivedAt: '2026-03-17' }, officer('operator')).dossier.receivedAt).toBe('2026-03-17')
    expect(() => file({ receivedAt: '2026-03-18' }, officer('operator'))).toThrow(refusal('FUTURE_DATE'))
  })

  test.each(['2020-02-30', '0000-01-01', '11-06-2020', '2020-06-11T00:00:00Z', ''])('%j is no day', (receivedAt) => {
    expect(() => file({ receivedAt }, officer('operator'))).toThrow(refusal('BAD_USER_INPUT'))
  })
})
