import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallContext } from '../execute/operation.ts'
import type { GraphAnswer } from './ask-graph.ts'
import { addOpen311 } from './routes.ts'

interface Asked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly call: CallContext
}

const COMPLAINT = {
  id: '6408-9068NQDMS11JKRGF2',
  title: 'Lampu padam',
  body: 'Lampu <jalan> padam & gelap.',
  status: 'IN_PROGRESS',
  filedAt: '2026-03-17T02:00:00Z',
  updatedAt: '2026-03-18T02:00:00Z',
  location: { code: '64.08.04', name: 'Sangatta Utara' },
  category: { code: 'transport.street-lighting', name: 'Penerangan jalan' },
  handledBy: { name: 'Dinas Perhubungan' },
  case: { deadline: { at: '2026-04-01T16:00:00Z' } },
  answers: [],
}

const asked: Asked[] = []
const faults: unknown[] = []
let answers: GraphAnswer[]
let server: FastifyInstance
let base: string

beforeAll(async () => {
  server = Fastify()
  await addOpen311(server, {
    ask: async (query, variables, call) => {
      asked.push({ query, variables, call })
      const answer = answers.shift()
      if (!answer) throw new Error('nothing to answer')
      return answer
    },
    now: () => new Date('2026-11-21T18:00:00Z'),
    clientOf: ({ headers }) => String(headers['x-forwarded-for']),
    onFault: (fault) => faults.push(fault),
  })
  base = `${await server.listen({ port: 0, host: '127.0.0.1' })}/open311/v2`
})
afterAll(() => server.close())
beforeEach(() => {
  asked.length = 0
  faults.length = 0
  answers = []
})

const answer = (data: Record<string, unknown>) => answers.push({ data, faults: [] })
const refuse = (code: string, retryAfter?: number) =>
  answers.push({ data: {}, faults: [{ code, message: 'no', ...(retryAfter !== undefined && { retryAfter }) }] })
const page = (nodes: readonly unknown[], endCursor?: string) => ({
  complaints: {
    pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null },
    edges: nodes.map((complaint) => ({ node: { complaint } })),
  },
})
const get = async (path: string) => {
  const response = await fetch(`${base}/${path}`)
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${base}/requests.json`, { method: 'POST', body: new URLSearchParams(fields), headers })

const FORM = { api_key: 'token-1', service_code: 'transport.street-lighting', description: 'Lampu padam. Sejak Senin.' }

describe('a request that is filed', () => {
  test('goes to the door of its jurisdiction with the key as its token, and is answered with the receipt', async () => {
    answer({ fileComplaint: { id: COMPLAINT.id, receipt: { secret: 'rahasia' } } })
    const form = { ...FORM, jurisdiction_id: '64.08', address_id: '64.08.04', first_name: 'Pelapor', last_name: '1' }
    const response = await post({ ...form, 'attribute[roadStatus]': 'REGENCY' }, { 'idempotency-key': 'kunci' })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual([
      { service_request_id: COMPLAINT.id, service_notice: null, account_id: null, receipt_secret: 'rahasia' },
    ])
    expect(asked[0]?.call.authorization).toBe('Bearer token-1')
    expect(asked[0]?.variables.input).toEqual({
      ...{ door: '64.08', kind: 'COMPLAINT', category: FORM.service_code, location: '64.08.04', channel: 'PARTNER' },
      ...{ title: 'Lampu padam.', body: FORM.description, anonymous: false, reporter: { name: 'Pelapor 1' } },
      ...{ details: [{ key: 'roadStatus', value: 'REGENCY' }], idempotencyKey: 'kunci' },
    })
  })

  test('without a name is anonymous, and what says where it is goes into its text', async () => {
    answer({ fileComplaint: { id: COMPLAINT.id, receipt: { secret: 'rahasia' } } })
    await post({ ...FORM, address_string: 'Jalan Pasar 3', lat: '0.5', long: '117.5' })
    expect(asked[0]?.variables.input).toMatchObject({
      ...{ door: '00', anonymous: true },
      body: 'Lampu padam. Sejak Senin.\n\nAlamat: Jalan Pasar 3\n\nKoordinat: 0.5, 117.5',
    })
  })

  test.each<[string, Record<string, string>, number]>([
    ['a key', { ...FORM, api_key: '', address_id: '64.08' }, 403],
    ['a service', { ...FORM, service_code: '', address_id: '64.08' }, 400],
    ['a description', { ...FORM, description: ' ', address_id: '64.08' }, 400],
    ['a place', FORM, 400],
    ['a whole point', { ...FORM, lat: '0.5' }, 400],
  ])('without %s is refused in the form of the standard, and nothing is asked', async (_what, fields, status) => {
    const { api_key, ...rest } = fields
    const response = await post(api_key === '' ? rest : fields)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual([
      { code: String(status), description: expect.stringMatching(/missing|numbers/) },
    ])
    expect(asked).toEqual([])
  })

  test('is read as a form only', async () => {
    const response = await fetch(`${base}/requests.json`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'x',
    })
    expect(response.status).toBe(415)
  })
})

test('whoever asks is counted by the same network as those who ask the graph itself', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.1' }
  answer({ complaint: COMPLAINT })
  await fetch(`${base}/requests/${COMPLAINT.id}.json`, { headers })
  answer({ fileComplaint: { id: COMPLAINT.id, receipt: { secret: 'rahasia' } } })
  await post({ ...FORM, address_id: '64.08' }, headers)
  expect(asked.map(({ call }) => call.client)).toEqual(['192.0.2.1', '192.0.2.1'])
})

describe('requests that are read', () => {
  test('by id have the words of their status and what the standard asks for', async () => {
    answer({ complaint: COMPLAINT })
    const { status, body } = await get(`requests/${COMPLAINT.id}.json`)
    expect(status).toBe(200)
    expect(body).toEqual([
      expect.objectContaining({
        ...{ service_request_id: COMPLAINT.id, status: 'open', status_notes: 'Sedang diproses' },
        ...{ service_code: 'transport.street-lighting', agency_responsible: 'Dinas Perhubungan' },
        ...{ requested_datetime: COMPLAINT.filedAt, expected_datetime: '2026-04-01T16:00:00Z', address_id: '64.08.04' },
      }),
    ])
  })

  test('by a list follow its pages, and ask for the statuses that the standard means', async () => {
    answer(page([COMPLAINT], 'next'))
    answer(page([{ ...COMPLAINT, id: 'second', status: 'ARCHIVED' }]))
    const { body } = await get('requests.json?jurisdiction_id=64.08&status=closed&start_date=2026-01-01T00:00:00Z')
    expect(body.map((each: { status: string }) => each.status)).toEqual(['open', 'closed'])
    expect(asked.map(({ variables }) => variables)).toMatchObject([
      { filter: { region: '64.08', status: ['CLOSED', 'ARCHIVED'], filedFrom: '2026-01-01' } },
      { after: 'next' },
    ])
  })

  test('by their ids need nothing else', async () => {
    answer(page([COMPLAINT]))
    await get('requests.json?service_request_id=a,%20b&status=closed')
    expect(asked[0]?.variables).toEqual({ filter: { ids: ['a', 'b'] }, after: undefined })
  })

  test('without dates are those of ninety days, and of the day that has begun already', async () => {
    answer(page([]))
    expect((await get('requests.json')).body).toEqual([])
    expect(asked[0]?.variables.filter).toEqual({ filedFrom: '2026-08-24' })
  })

  test.each([
    ['2026-03-16T17:00:00Z', '2026-03-17T16:59:59Z', '2026-03-17', '2026-03-17', true],
    ['2026-03-17', '2026-03-17', '2026-03-17', '2026-03-17', true],
    ['2026-03-16', '2026-03-16', '2026-03-16', '2026-03-16', false],
    ['2026-03-17T02:00:00Z', '2026-03-17T02:00:00Z', '2026-03-17', '2026-03-17', true],
    ['2026-03-17T02:00:00.001Z', '2026-03-17T16:00:00Z', '2026-03-17', '2026-03-17', true],
    ['2026-03-17T02:00:01Z', '2026-03-17T16:00:00Z', '2026-03-17', '2026-03-17', false],
    ['2026-03-17T00:00:00%2B07:00', '2026-03-17T08:59:59%2B07:00', '2026-03-17', '2026-03-17', false],
    ['2026-03-17T00:00:00+07:00', '2026-03-17T09:00+07:00', '2026-03-17', '2026-03-17', true],
    ['2026-03-17T09:00', '2026-03-17T09:00:00', '2026-03-17', '2026-03-17', true],
    ['0001-01-01', '9999-12-31', '1900-01-01', '9999-12-31', true],
  ])('from %s to %s ask for the days of Jakarta %s to %s, and what was filed at 02:00:00.500Z: %s', async (...row) => {
    const [from, to, filedFrom, filedTo, given] = row
    answer(page([{ ...COMPLAINT, filedAt: '2026-03-17T02:00:00.500Z' }]))
    const { body } = await get(`requests.json?start_date=${from}&end_date=${to}`)
    expect(asked[0]?.variables.filter).toEqual({ filedFrom, filedTo })
    expect(body).toHaveLength(given ? 1 : 0)
  })

  test('end where those from before the period begin, though the day has more', async () => {
    answer(page([COMPLAINT, { ...COMPLAINT, filedAt: '2026-03-17T01:00:00Z' }], 'next'))
    const { body } = await get('requests.json?start_date=2026-03-17T02:00:00Z')
    expect([body.length, asked.length]).toEqual([1, 1])
  })

  test('of an hour are not looked for among more than three thousand of its day', async () => {
    const later = Array.from({ length: 100 }, () => ({ ...COMPLAINT, filedAt: '2026-03-17T03:00:00Z' }))
    for (let i = 0; i < 31; i++) answer(page(later, `page ${i}`))
    const { status, body } = await get('requests.json?start_date=2026-03-17&end_date=2026-03-17T02:00:00Z')
    expect([status, asked.length]).toEqual([400, 30])
    expect(body[0].description).toContain('jurisdiction_id')
  })

  test('with an end alone are those of the ninety days before it', async () => {
    answer(page([]))
    await get('requests.json?end_date=2026-03-31T17:00:00Z')
    expect(asked[0]?.variables.filter).toEqual({ filedFrom: '2026-01-01', filedTo: '2026-04-01' })
  })

  test.each([
    ['requests.json?status=done', 400],
    ['requests.json?start_date=yesterday', 400],
    ['requests.json?start_date=%2B275760-09-13', 400],
    ['requests.json?end_date=2026-02-30', 400],
    ['requests.json?end_date=2026-3-17', 400],
    ['requests.json?end_date=2026-03-17T25:00:00Z', 400],
    ['servicerequestupdates.json', 400],
    ['discovery.json', 404],
    ['requests', 404],
    ['requests/a/b.json', 404],
  ])('%s is refused %i', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })

  test('that are not there are 404, of a government that is away 503 with when to ask again', async () => {
    answer({ complaint: null })
    expect((await get('requests/x.json')).status).toBe(404)
    refuse('MEMBER_UNAVAILABLE', 5)
    const away = await get('requests/x.json')
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
  })

  test('tell each step of one request as an update', async () => {
    answer({
      complaint: { id: 'c', journey: [{ sequence: 1, type: 'FILED', at: '2026-03-17T02:00:00Z', status: 'FILED' }] },
    })
    expect((await get('servicerequestupdates.json?service_request_id=c')).body).toEqual([
      {
        ...{ update_id: 'c-1', service_request_id: 'c', status: 'open', updated_datetime: '2026-03-17T02:00:00Z' },
        ...{ description: 'Laporan diterima', media_url: null },
      },
    ])
  })
})

test('services have their categories, and a definition has its details as attributes', async () => {
  const roads = {
    ...{ code: 'roads', name: 'Jalan', affair: 'C', parent: null },
    details: [{ key: 'roadStatus', values: ['REGENCY'] }],
  }
  answer({ categories: [roads] })
  expect((await get('services.json')).body).toMatchObject([{ service_code: 'roads', metadata: true, group: 'Jalan' }])
  answer({ categories: [roads] })
  expect((await get('services/roads.json')).body).toMatchObject([
    { service_code: 'roads', attributes: [{ code: 'roadStatus', datatype: 'singlevaluelist', order: 1 }] },
  ])
  answer({ categories: [roads] })
  expect((await get('services/rivers.json')).status).toBe(404)
})

test('services of a jurisdiction that there is not are 404, of one that is away those of all', async () => {
  refuse('UNKNOWN_JURISDICTION')
  expect(await get('services.json?jurisdiction_id=99')).toMatchObject({
    ...{ status: 404, body: [{ code: '404', description: expect.stringContaining('99') }] },
  })
  refuse('BAD_USER_INPUT')
  expect((await get('services/roads.json?jurisdiction_id=kota')).status).toBe(404)
  refuse('MEMBER_UNAVAILABLE')
  answer({ categories: [] })
  expect(await get('services.json?jurisdiction_id=64.08')).toMatchObject({ status: 200, body: [] })
  expect(asked[2]?.variables).toEqual({ region: '64.08' })
})

test('XML has what JSON has, with nothing in it that could end an element', async () => {
  answer({ complaint: COMPLAINT })
  const response = await fetch(`${base}/requests/${COMPLAINT.id}.xml`)
  expect(response.headers.get('content-type')).toContain('text/xml')
  const text = await response.text()
  expect(text).toContain('<service_requests><request><service_request_id>6408-9068NQDMS11JKRGF2</service_request_id>')
  expect(text).toContain('<description>Lampu &lt;jalan&gt; padam &amp; gelap.</description>')
  expect(text).toContain('<zipcode/>')
})

test('a fault of our own is told to the log, and to nobody else', async () => {
  const { status, body } = await get('services.json')
  expect([status, body[0].description]).toEqual([500, expect.not.stringContaining('nothing to answer')])
  expect(faults).toHaveLength(1)
})
