import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { CLIENT_KINDS } from './clients/all.ts'
import type { Client } from './clients/client.ts'
import { dataOf, tokenFor } from './hub.ts'

const { gateway, dataFolder } = inject('network')
const FACADE = `${gateway}/open311/v2`

interface Request {
  readonly service_request_id: string
  readonly status: string
  readonly receipt_secret?: string
}

let key: string
let anybody: Client

beforeAll(async () => {
  key = await tokenFor(dataFolder, { role: 'integrator', scope: 'fileReceivedEarlier fileForOthers' })
  const [kind] = CLIENT_KINDS
  if (!kind) throw new Error('There is no client')
  anybody = kind.connect(gateway)
})
afterAll(() => anybody.close())

const FORM = {
  ...{ jurisdiction_id: '64.08', service_code: 'transport.street-lighting', address_id: '64.08.04' },
  ...{ description: 'Lampu jalan padam di depan pasar.', first_name: 'Pelapor', last_name: '1', phone: '081200000001' },
}

async function file(fields: Record<string, string>, format = 'json'): Promise<Response> {
  return fetch(`${FACADE}/requests.${format}`, { method: 'POST', body: new URLSearchParams(fields) })
}

async function read(path: string): Promise<readonly Request[]> {
  const response = await fetch(`${FACADE}/${path}`)
  expect(response.status).toBe(200)
  return response.json()
}

test('an application that speaks Open311 files at a door, and its complaint is one like every other', async () => {
  const response = await file({ ...FORM, api_key: key })
  expect(response.status).toBe(201)
  const [filed]: readonly Request[] = await response.json()
  const id = filed?.service_request_id ?? ''
  expect(id).toMatch(/^6408-/)

  const asked = await anybody.ask<{ complaint: unknown }>({
    query:
      'query ($id: ID!, $secret: String) { complaint(id: $id, secret: $secret) { channel door { code } body } personalData(complaint: $id, secret: "none") { state } }',
    variables: { id, secret: filed?.receipt_secret },
  })
  expect(asked.data?.complaint).toEqual({ channel: 'PARTNER', door: { code: '64.08' }, body: FORM.description })

  expect(await read(`requests/${id}.json`)).toMatchObject([{ service_request_id: id, status: 'open' }])
  await expect
    .poll(async () => (await read('requests.json?jurisdiction_id=64.08')).map((each) => each.service_request_id), {
      timeout: 20_000,
    })
    .toContain(id)
  const updates = await read(`servicerequestupdates.json?service_request_id=${id}`)
  expect(updates[0]).toMatchObject({ update_id: `${id}-1`, status: 'open' })
  const xml = await (await fetch(`${FACADE}/requests/${id}.xml`)).text()
  expect(xml).toContain(`<service_request_id>${id}</service_request_id>`)
  expect(xml).not.toContain('081200000001')
})

test('every category is a service', async () => {
  const services = await read('services.json')
  const { categories } = dataOf(await anybody.ask<{ categories: unknown[] }>({ query: '{ categories { code } }' }))
  expect(services).toHaveLength(categories.length)
})

test('several are read by their ids at once, in JSON as in XML, and what is wrong is told in the form that was asked for', async () => {
  const filed: string[] = []
  for (const description of ['Lampu padam di pasar.', 'Lampu padam di pelabuhan.']) {
    const [row]: readonly Request[] = await (await file({ ...FORM, description, api_key: key })).json()
    filed.push(row?.service_request_id ?? '')
  }
  const list = `requests.json?service_request_id=${filed.join(',')}`
  const ids = async () => (await read(list)).map(({ service_request_id }) => service_request_id).toSorted()
  await expect.poll(ids, { timeout: 20_000 }).toEqual(filed.toSorted())
  const xml = await (await fetch(`${FACADE}/${list.replace('.json', '.xml')}`)).text()
  for (const id of filed) expect(xml).toContain(`<service_request_id>${id}</service_request_id>`)

  for (const path of ['services', 'services/transport.street-lighting', 'requests']) {
    const json = await fetch(`${FACADE}/${path}.json?jurisdiction_id=99`)
    expect([path, json.status]).toEqual([path, 404])
    expect(await json.json()).toEqual([{ code: '404', description: expect.stringMatching(/\w/) }])
    const inXml = await fetch(`${FACADE}/${path}.xml?jurisdiction_id=99`)
    expect(inXml.headers.get('content-type')).toContain('text/xml')
    expect(await inXml.text()).toMatch(
      /<errors><error><code>404<\/code><description>.+<\/description><\/error><\/errors>/,
    )
  }
  const [definition] = await (
    await fetch(`${FACADE}/services/transport.street-lighting.json?jurisdiction_id=64.08`)
  ).json()
  expect(definition).toMatchObject({
    service_code: 'transport.street-lighting',
    attributes: expect.arrayContaining([
      expect.objectContaining({ variable: true, code: 'roadStatus', datatype: 'singlevaluelist', order: 1 }),
    ]),
  })
})

test('a key that is none, and a service that is none, are refused as the standard says', async () => {
  expect((await file({ ...FORM, api_key: 'none' })).status).toBe(403)
  expect((await file({ ...FORM, api_key: key, service_code: 'none' })).status).toBe(404)
  expect((await file({ ...FORM, api_key: key, jurisdiction_id: '11' })).status).toBe(404)
})
