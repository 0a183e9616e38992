import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ELECTRICITY } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { openBare, statusIn } from './connections.ts'
import { ask, codesIn, expectAlive, expectRefused, expectSilence, post, watchStored } from './unharmed.ts'

const { gateway, members } = inject('network')
const DOORS = [
  ['the gateway', gateway],
  ['a member', members['kutai-timur'] ?? ''],
] as const

const stored = watchStored()
beforeAll(() => stored.remember())
afterAll(async () => {
  await stored.expectSame()
  await expectAlive()
  await stored.close()
})

/** What must not be filed. */
const FILING = JSON.stringify({ query: operation('FileComplaint'), variables: { input: ELECTRICITY } })
const QUERY = JSON.stringify({ query: '{ __typename }' })
const HEAD = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n'
const MIB = 1024 * 1024

describe.each(DOORS)('at %s', (_door, url) => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with files', 'multipart/form-data; boundary=a'],
    ['plain text', 'text/plain'],
    ['plain text that names another type', 'text/plain; application/json'],
    ['a type that begins alike', 'application/jsonp'],
  ])('%s, which a page of another site may send without asking, files nothing', async (_what, type) => {
    const answer = await post(url, FILING, { 'content-type': type, origin: 'https://page.invalid', cookie: 'a=b' })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expectRefused(answer, 'BAD_REQUEST')
  })

  it('a body without any type files nothing', async () => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', body: new Blob([FILING]) })
    const text = await response.text()
    expect(response.ok).toBe(false)
    expectSilence({ status: response.status, text })
  })

  it('a change by GET is not made', async () => {
    const parameters = new URLSearchParams({
      query: operation('FileComplaint'),
      variables: JSON.stringify({ input: ELECTRICITY }),
    })
    const response = await fetch(`${url}/graphql?${parameters}`)
    expect(response.ok).toBe(false)
    expectSilence({ status: response.status, text: await response.text() })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('a body of 50 MB that is packed small (%s) is not unpacked', async (encoding, pack) => {
    const bomb = pack(Buffer.from(`{"query":"{ __typename }","variables":{"a":"${' '.repeat(50 * MIB)}"}}`))
    expect(bomb.length).toBeLessThan(MIB / 2)
    const answer = await post(url, bomb, { 'content-encoding': encoding })
    expect([400, 415]).toContain(answer.status)
    expectRefused(answer, 'BAD_REQUEST')
  })

  it('a body that says it has 100 MB is refused before it is sent', async () => {
    const bare = openBare(url, `${HEAD}content-length: ${100 * MIB}\r\n\r\n{"query":"`)
    await expect.poll(() => statusIn(bare.received())).toBe(413)
    expectSilence({ status: 413, text: bare.received() })
    bare.socket.destroy()
  })

  it('a body that does not say how long it is ends at the limit', async () => {
    const bare = openBare(url, `${HEAD}transfer-encoding: chunked\r\n\r\n`)
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    for (let sent = 0; sent < 100 * MIB && !bare.socket.destroyed && bare.received() === ''; sent += 0x10000) {
      if (!bare.socket.write(chunk))
        await Promise.race([new Promise((drained) => bare.socket.once('drain', drained)), bare.closed])
    }
    await expect
      .poll(() => statusIn(bare.received()) ?? bare.socket.destroyed)
      .toSatisfy((end) => end === 413 || end === true)
    bare.socket.destroy()
  })

  it.each([
    ['a header of 100 KB', `x: ${'a'.repeat(100_000)}\r\n`],
    ['5,000 headers', 'x-flood: 1\r\n'.repeat(5_000)],
    ['a token of 100 KB', `authorization: Bearer ${'a'.repeat(100_000)}\r\n`],
  ])('%s is refused', async (_what, headers) => {
    const bare = openBare(url, `${HEAD}${headers}content-length: ${QUERY.length}\r\n\r\n${QUERY}`)
    expect(statusIn(await bare.closed)).toBe(431)
  })

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 40\r\n'],
    ['a length and chunks', 'content-length: 4\r\ntransfer-encoding: chunked\r\n'],
    ['a length that is none', 'content-length: -1\r\n'],
    ['chunks under a name that is read by some', 'transfer-encoding: xchunked\r\n'],
    ['a header with a line break in its name', 'x\n: a\r\n'],
  ])('a request that two servers could read in two ways, by %s, is refused', async (_what, headers) => {
    const bare = openBare(url, `${HEAD}${headers}\r\n0\r\n\r\nGET /health HTTP/1.1\r\nhost: a\r\n\r\n`)
    const text = await bare.closed
    expect([400, 501]).toContain(statusIn(text))
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  })

  it.each([
    ['in the request', '{"query":"{ __typename }","__proto__":{"polluted":1}}'],
    ['in its variables', '{"query":"query ($a: Int) { __typename }","variables":{"__proto__":{"polluted":1}}}'],
    ['deep in its variables', '{"query":"{ __typename }","variables":{"a":[{"b":{"__proto__":{"polluted":1}}}]}}'],
    ['written with escapes', '{"query":"{ __typename }","variables":{"\\u005f_proto__":{"polluted":1}}}'],
    ['by its constructor', '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"polluted":1}}}}'],
  ])('a key that reaches prototypes, %s, is refused', async (_where, body) => {
    const answer = await post(url, body)
    expect(answer.status).toBe(400)
    expectRefused(answer, 'BAD_REQUEST')
  })

  it.each([
    [
      'lists within one another, 50,000 times',
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    ],
    [
      'objects within one another, 50,000 times',
      `{"query":"{ __typename }","variables":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ],
    [
      '20,000 variables',
      `{"query":"{ __typename }","variables":{${Array.from({ length: 20_000 }, (_, i) => `"v${i}":1`).join(',')}}}`,
    ],
    ['a number without end', `{"query":"{ __typename }","variables":{"a":1${'0'.repeat(100_000)}}}`],
  ])('%s in variables that nobody uses harm nobody', async (_what, body) => {
    const answer = await post(url, body)
    expect([200, 400]).toContain(answer.status)
    expectSilence(answer)
    expect(codesIn(answer)).not.toContain('INTERNAL')
  })

  it.each([
    'null',
    '[]',
    '1',
    '"x"',
    '{',
    '',
    '{"query":null}',
    '{"query":[]}',
    '{"query":{"a":1}}',
    '{"query":"{ __typename }","variables":7}',
    '{"query":"{ __typename }","operationName":{}}',
    '\u0000',
    '\ufeff',
  ])('a body of %s is refused', async (body) => {
    const answer = await post(url, body)
    expect(answer.status).toBe(400)
    expectSilence(answer)
    expect(codesIn(answer)).not.toContain('INTERNAL')
  })

  it.each([
    '/graphql/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/attachments/..%2f..%2fkeys',
    '/%00',
    '/.env',
    '/.git/config',
    '/exchange/../keys',
  ])('there is nothing at %s', async (path) => {
    const bare = openBare(url, `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
    const text = await bare.closed
    expect([400, 404, 414, 431]).toContain(statusIn(text))
    expectSilence({ status: 404, text: text.replaceAll(path, '') })
  })

  it('200 clients that send their requests very slowly hold nobody else up', async () => {
    const slow = Array.from({ length: 200 }, (_, index) =>
      openBare(url, index % 2 === 0 ? `${HEAD}x: ` : `${HEAD}content-length: 1000\r\n\r\n{`),
    )
    await expect.poll(() => slow.every(({ socket }) => !socket.connecting)).toBe(true)
    for (let turn = 0; turn < 20; turn++) expect(codesIn(await ask(url, '{ categories { code } }'))).toEqual([])
    for (const { socket } of slow) socket.destroy()
  })
})

it('a page of another site may not ask a member: its browser asks first, and gets no leave', async () => {
  const response = await fetch(`${members['kutai-timur']}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://page.invalid',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(response.ok).toBe(false)
})
