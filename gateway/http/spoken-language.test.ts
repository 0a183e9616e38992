import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MemberNetwork, SUPERGRAPH_FILE, startMemberNetwork } from '../execute/member-servers.fixture.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createServer } from '../server.ts'
import { inIndonesian, prefersIndonesian } from './spoken-language.ts'

test.each<[string | undefined, boolean]>([
  ['id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7', true],
  ['id', true],
  ['in', true],
  ['id, en', true],
  ['en, id', false],
  ['en-US,en;q=0.9,id;q=0.8', false],
  ['en;q=0.5, id', true],
  ['id;q=0', false],
  ['id;q=many', false],
  ['nl, *', false],
  ['', false],
  [undefined, false],
])('whoever accepts %s is spoken to in Indonesian: %s', (accepted, isIndonesian) => {
  expect(prefersIndonesian(accepted)).toBe(isIndonesian)
})

test('an error that is no refusal of ours keeps its words', () => {
  const error = { message: 'Syntax Error', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }
  expect(inIndonesian(error)).toBe(error)
})

let network: MemberNetwork
let server: FastifyInstance
let base: string

beforeAll(async () => {
  network = await startMemberNetwork(() => ({ Query: { members: () => [] } }))
  server = await createServer({
    supergraph: loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8')),
    members: network.members,
    memberTimeoutMs: 1000,
    logLevel: 'silent',
  })
  base = await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await network.close()
})

async function errorIn(language: string | undefined, path = '/graphql') {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(language !== undefined && { 'accept-language': language }) },
    body: JSON.stringify({ query: '{ complaint(id: "not an id") { id } }' }),
  })
  const { errors }: { errors: readonly { message: string; extensions: Record<string, unknown> }[] } =
    await response.json()
  return errors[0]
}

test('a refusal is in the language that is asked for, by the pipeline and by the short way, and the code is the same', async () => {
  const english = await errorIn(undefined)
  expect(english?.message).toMatch(/^This is neither an id/)
  // the first one of a kind is planned, the next ones go the short way
  for (const _turn of [1, 2, 3]) {
    expect(await errorIn('id-ID,id;q=0.9,en;q=0.5')).toMatchObject({
      message: expect.stringContaining('Sebuah nilai tidak sesuai'),
      extensions: { code: 'BAD_USER_INPUT', detail: english?.message },
    })
    expect(await errorIn('en')).toEqual(english)
  }
})

test('so is what is refused before GraphQL is reached', async () => {
  expect((await errorIn('id', '/nowhere'))?.message).toBe('Data ini tidak ada di sini.')
})
