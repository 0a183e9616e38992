import { randomBytes } from 'node:crypto'
import { deriveComplaintId, deriveSecret } from '@lawang/member/domain/identifiers'
import { makeId } from '@lawang/schema/id'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { MUTATIONS, QUERIES, type Subject } from '../access/probes.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { ELECTRICITY, type Filed, file, read, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { mistypedId } from '../operations/mistyped-id.ts'
import { type Answer, ask, codesIn, expectAlive, expectRefused, expectSilence, watchStored } from './unharmed.ts'

const { gateway, members, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)
const member = members['kutai-timur'] ?? ''
const DOORS = [
  ['the gateway', gateway],
  ['a member', member],
] as const

const unknownId = (kind: 'complaint' | 'case' | 'agency', government = '64.08') =>
  makeId(kind, government, () => randomBytes(10))
/** Ids that there are not: the same each time, since what is asked for often is told to wait. */
const UNKNOWN = { complaint: unknownId('complaint'), case: unknownId('case'), agency: unknownId('agency') }
let open: Filed & { readonly case: string }
let sealed: Filed & { readonly case: string }
let elsewhere: Filed

const stored = watchStored()
beforeAll(async () => {
  const filed = async (input: Readonly<Record<string, unknown>>) => {
    const complaint = await file(hub, input)
    return { ...complaint, case: (await read(hub, complaint.id)).case?.id ?? '' }
  }
  open = await filed(STREET_LIGHTS)
  sealed = await filed({ ...STREET_LIGHTS, title: 'Rahasia', confidential: true })
  elsewhere = await file(hub, { ...ELECTRICITY, door: '72.71', location: '72.71' })
  await stored.remember()
})
afterAll(async () => {
  await stored.expectSame()
  await expectAlive()
  await stored.close()
})

describe('guessing', () => {
  it('an id is one of 2^80, and a secret one of 2^100: nothing of either repeats', () => {
    const key = new Uint8Array(32).fill(7)
    const ids = Array.from({ length: 2_000 }, () => deriveComplaintId(key, { door: '64.08', random: randomBytes(16) }))
    const secrets = ids.map((id) => deriveSecret(key, id).replaceAll('-', ''))
    expect(new Set(ids).size).toBe(2_000)
    expect(secrets.every((secret) => secret.length === 20)).toBe(true)
    for (const texts of [ids.map((id) => id.slice(5, 21)), secrets]) {
      for (let place = 0; place < (texts[0]?.length ?? 0); place++) {
        expect(new Set(texts.map((text) => text[place])).size).toBe(32)
      }
    }
  })

  it.each(DOORS)('well-formed ids at %s are all answered alike', async (_door, url) => {
    const answers: Answer[] = []
    for (let turn = 0; turn < 15; turn++) {
      const ids = Array.from({ length: 20 }, () => unknownId('complaint'))
      answers.push(...(await Promise.all(ids.map((id) => ask(url, `{ complaint(id: "${id}") { status title } }`)))))
    }
    expect(new Set(answers.map(({ text, status }) => `${status} ${text}`))).toEqual(
      new Set(['200 {"data":{"complaint":null}}']),
    )
  })

  it.each(DOORS)('an id with one character changed is no id at %s', async (_door, url) => {
    expectRefused(await ask(url, `{ complaint(id: "${mistypedId(open.id)}") { id } }`), 'BAD_USER_INPUT')
  })
})

/** Two answers that differ in the ids alone that were asked for. */
async function expectAlike(
  url: string,
  of: (ids: Pick<Subject, 'complaint' | 'case' | 'agency'>) => string,
  token?: string,
) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const known = { complaint: sealed.id, case: sealed.case, agency: sealed.handledBy.id }
  const answers = [await ask(url, of(known), {}, headers), await ask(url, of(UNKNOWN), {}, headers)]
  const [forbidden, absent] = answers.map(({ status, text }) => ({ status, answer: JSON.parse(text) }))
  expect(forbidden).toEqual(absent)
  for (const answer of answers) expectSilence(answer)
  return answers[0]
}

const ACTS = MUTATIONS.filter(({ operation }) => !/^file|manageMandates|assign/.test(operation))

describe.each(DOORS)('what there is not and what is not for the asker is answered alike at %s:', (_door, url) => {
  describe.each(['nobody', 'a coordinator elsewhere', 'a kiosk', 'an overseer'])('to %s', (asker) => {
    const tokenOf = async () => {
      if (asker === 'nobody') return undefined
      if (asker === 'a kiosk') return tokenFor(dataFolder, { role: 'kiosk', region: '64.08' })
      if (asker === 'an overseer') return tokenFor(dataFolder, { role: 'overseer' })
      return tokenFor(dataFolder, { role: 'coordinator', region: '72.71' })
    }

    // An overseer may mark what there is: whether there is a complaint is public, by its id.
    const acts = ACTS.filter(({ operation }) => !(asker === 'an overseer' && operation === 'flag'))
    it.each(acts.map((probe) => [probe.operation, probe] as const))('%s', async (_operation, probe) => {
      const subject = { government: '64.08', confidential: true }
      const answer = await expectAlike(
        url,
        (ids) => `mutation { ${probe.field({ ...subject, ...ids })} }`,
        await tokenOf(),
      )
      expect(codesIn(answer ?? { status: 0, text: '{}' })[0]).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/)
    })
  })

  it.each([
    ['personalData', (id: string) => `{ personalData(complaint: "${id}", secret: "x") { complaint } }`],
    ['identityViews', (id: string) => `{ identityViews(complaint: "${id}", secret: "x") { at } }`],
    [
      'erasePersonalData',
      (id: string) => `mutation { erasePersonalData(input: { complaint: "${id}", secret: "x" }) { complaint } }`,
    ],
    [
      'requestUpload',
      (id: string) => `mutation { requestUpload(input: { complaint: "${id}", secret: "x", type: JPEG }) { url } }`,
    ],
    [
      'withdrawComplaint',
      (id: string) => `mutation { withdrawComplaint(input: { complaint: "${id}", secret: "x" }) { id } }`,
    ],
    [
      'replyToAnswer',
      (id: string) => `mutation { replyToAnswer(input: { complaint: "${id}", secret: "x", satisfied: true }) { id } }`,
    ],
  ])('%s with a wrong secret', async (_what, of) => {
    const answer = await expectAlike(url, ({ complaint }) => of(complaint))
    expect(codesIn(answer ?? { status: 0, text: '{}' })[0]).toMatch(/^(RECEIPT_NOT_RECOGNISED|RATE_LIMITED)$/)
  })
})

describe('an id of another region at a member is refused, whoever names it', () => {
  const ENTITIES =
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Complaint { title status } ... on Case { openedAt } } }'
  const UNHARMED = [
    'BAD_USER_INPUT',
    'UNKNOWN_JURISDICTION',
    'WRONG_ID_KIND',
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_REQUEST',
  ]

  it.each([
    ['a complaint', () => ({ __typename: 'Complaint', id: elsewhere.id })],
    ['a case', () => ({ __typename: 'Case', id: unknownId('case', '72.71') })],
    ['an agency', () => ({ __typename: 'Agency', id: elsewhere.handledBy.id })],
    ['the nation', () => ({ __typename: 'Complaint', id: unknownId('complaint', '00') })],
  ])('%s by _entities', async (_what, representation) => {
    expectRefused(await ask(member, ENTITIES, { r: [representation()] }), 'UNKNOWN_JURISDICTION')
  })

  it.each([
    [
      'a routing key of its own beside the id',
      () => ({ __typename: 'Complaint', id: elsewhere.id, door: '64.08', government: '64.08' }),
    ],
    [
      'a title beside the id',
      () => ({ __typename: 'Complaint', id: elsewhere.id, title: 'x', record: { title: 'x' }, from: 'door' }),
    ],
    ['an id in a list', () => ({ __typename: 'Complaint', id: [elsewhere.id] })],
    ['an id as an object', () => ({ __typename: 'Complaint', id: { toString: 'x' } })],
    ['an id of another kind', () => ({ __typename: 'Complaint', id: open.case })],
    ['a type that there is not', () => ({ __typename: 'Reporter', id: open.id })],
    ['a type that is no entity', () => ({ __typename: 'Query', id: open.id })],
    ['the name of a prototype', () => ({ __typename: '__proto__', id: open.id })],
    ['the name of a constructor', () => ({ __typename: 'constructor', id: open.id })],
    ['no type', () => ({ id: open.id })],
    ['nothing', () => null],
  ])('a representation with %s', async (_what, representation) => {
    const answer = await ask(member, ENTITIES, { r: [representation()] })
    expectSilence(answer)
    const codes = codesIn(answer)
    expect(codes.length).toBeGreaterThan(0)
    for (const code of codes) expect(UNHARMED).toContain(code)
  })

  it('one of another region among its own blanks its own row alone', async () => {
    const rows = [open.id, elsewhere.id, open.id].map((id) => ({ __typename: 'Complaint', id }))
    const { text } = await ask(member, ENTITIES, { r: rows })
    const { data } = JSON.parse(text)
    expect(data._entities.map((row: { title: string } | null) => row?.title)).toEqual([
      open && STREET_LIGHTS.title,
      undefined,
      STREET_LIGHTS.title,
    ])
  })

  it('what a confidential complaint keeps back is kept back here, too', async () => {
    const { text } = await ask(member, ENTITIES, { r: [{ __typename: 'Complaint', id: sealed.id }] })
    expect(JSON.parse(text).data._entities).toEqual([{ __typename: 'Complaint', title: null, status: sealed.status }])
  })

  it('10,000 representations are answered, and nobody waits', async () => {
    const rows = Array.from({ length: 8_000 }, () => ({ __typename: 'Complaint', id: unknownId('complaint') }))
    const answer = await ask(member, ENTITIES, { r: rows })
    expectSilence(answer)
    expect(codesIn(answer)).not.toContain('INTERNAL')
  })

  it('acts and questions about another region', async () => {
    const token = await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' })
    const headers = { authorization: `Bearer ${token}` }
    for (const probe of [...ACTS, ...QUERIES]) {
      const subject = {
        government: '72.71',
        complaint: elsewhere.id,
        case: unknownId('case', '72.71'),
        agency: elsewhere.handledBy.id,
        confidential: false,
      }
      const kind = ACTS.includes(probe) ? 'mutation' : 'query'
      const answer = await ask(member, `${kind} { ${probe.field(subject)} }`, {}, headers)
      expect([probe.operation, codesIn(answer)[0]]).toEqual([
        probe.operation,
        expect.stringMatching(/UNKNOWN_JURISDICTION|FORBIDDEN/),
      ])
    }
  })

  it('the gateway shows nobody _entities or _service', async () => {
    expectRefused(await ask(gateway, ENTITIES, { r: [] }), 'GRAPHQL_VALIDATION_FAILED')
    expectRefused(await ask(gateway, '{ _service { sdl } }'), 'GRAPHQL_VALIDATION_FAILED')
  })
})

describe('a cursor that this list has not given is refused', () => {
  const COMPLAINTS =
    'query ($after: String) { complaints(first: 1, after: $after) { edges { cursor } pageInfo { endCursor } feedCursor } }'
  const cursorOf = async (): Promise<{ endCursor: string; feedCursor: string }> => {
    const { complaints } = JSON.parse((await ask(gateway, COMPLAINTS)).text).data
    return { endCursor: complaints.pageInfo.endCursor, feedCursor: complaints.feedCursor }
  }

  it.each<[string, (cursors: { endCursor: string; feedCursor: string }) => string]>([
    ['of the feed', ({ feedCursor }) => feedCursor],
    ['cut off', ({ endCursor }) => endCursor.slice(0, -3)],
    ['with another beginning', ({ endCursor }) => `A${endCursor.slice(1)}`],
    ['twice', ({ endCursor }) => endCursor + endCursor],
    ['of a statement', () => Buffer.from("1' OR '1'='1").toString('base64url')],
    ['of JSON', () => Buffer.from('{"__proto__":{"a":1}}').toString('base64url')],
    ['with a nought in it', () => 'a\u0000b'],
    ['of 100,000 characters', () => 'A'.repeat(100_000)],
    ['of nothing', () => ''],
  ])('one %s', async (_what, forge) => {
    const answer = await ask(gateway, COMPLAINTS, { after: forge(await cursorOf()) })
    expectRefused(answer, 'INVALID_CURSOR')
  })

  it('one of a list, at a worklist', async () => {
    const token = await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' })
    const { endCursor } = await cursorOf()
    const query = 'query ($after: String) { cases(region: "64.08", first: 1, after: $after) { edges { cursor } } }'
    expectRefused(
      await ask(gateway, query, { after: endCursor }, { authorization: `Bearer ${token}` }),
      'INVALID_CURSOR',
    )
  })

  it.each(['national:1:5', 'x', Buffer.from('another log:1:1').toString('base64url'), '../../1', '9'.repeat(400)])(
    'one of another log (%s), at a subscription',
    async (after) => {
      const asked = {
        query: 'subscription ($after: String) { complaintChanged(after: $after) { cursor } }',
        variables: { after },
      }
      for await (const answer of hub.follow(asked)) {
        expect(answer.errors?.[0]?.extensions?.code).toMatch(/^(RESYNC|INVALID_CURSOR)$/)
        expectSilence({ status: 200, text: JSON.stringify(answer) })
        break
      }
    },
  )
})

describe('a link to a file that this server has not signed is no link', () => {
  const forged = (text: string) => `${Buffer.from(text).toString('base64url')}.${'A'.repeat(43)}`
  it.each([
    ['made up', () => forged(`GET|${'0'.repeat(32)}|${sealed.id}|JPEG|9999999999999`)],
    ['without a signature', () => forged('GET|x').split('.')[0] ?? ''],
    ['with a path in it', () => forged(`GET|../../keys/door|${sealed.id}|PDF|9999999999999`)],
    ['a path', () => '..%2f..%2fkeys%2fdevelopment.jwk'],
    ['nothing', () => ''],
    ['very long', () => 'A'.repeat(10_000)],
  ])('one %s', async (_what, link) => {
    for (const method of ['GET', 'PUT']) {
      const response = await fetch(
        `${member}/attachments/${link()}`,
        method === 'PUT' ? { method, body: 'x' } : { method },
      )
      const text = await response.text()
      expect(response.status).toBe(404)
      expectSilence({ status: 404, text })
    }
  })
})
