import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from '@lawang/member/store/database'
import { createTestDatabase } from '@lawang/member/store/test-database'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openProvinceDatabase } from '../store/province-database.ts'
import { openNation } from './ask-nation.ts'
import { type KeptNation, keepAnswers } from './kept-answers.ts'

const QUERY = '{ workCounts }'
let server: Server
let answer: () => { readonly status: number; readonly body: string }
let asked: number
let database: Database
let drop: () => Promise<void>
let nation: KeptNation
let now: Date

beforeEach(async () => {
  asked = 0
  answer = () => ({ status: 200, body: '{"data": {"count": 1}}' })
  server = createServer((_request, response) => {
    asked += 1
    const { status, body } = answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const target = await createTestDatabase()
  drop = target.drop
  database = await openProvinceDatabase(target.url)
  now = new Date('2026-03-17T02:00:00Z')
  nation = keepAnswers({ nation: openNation({ url: `http://127.0.0.1:${port}` }), sql: database, now: () => now })
}, 60_000)
afterEach(async () => {
  server.close()
  await database.close()
  await drop()
})

const ask = (region = '64') => nation.ask(QUERY, { region })

it('asks equal questions of one moment once', async () => {
  expect(await Promise.all([ask(), ask()])).toEqual([
    { data: { count: 1 }, asOf: now },
    { data: { count: 1 }, asOf: now },
  ])
  expect(asked).toBe(1)
})

it('shows what the nation last said, with its age, when it does not answer', async () => {
  const first = now
  await ask()
  now = new Date('2026-03-18T02:00:00Z')
  answer = () => ({ status: 502, body: 'Bad gateway' })
  expect(await ask()).toEqual({ data: { count: 1 }, asOf: first })
  await expect(ask('72')).rejects.toMatchObject({ code: 'MEMBER_UNAVAILABLE' })
})

it('refuses what the nation refuses, and keeps no refusal', async () => {
  await ask()
  const error = { message: 'There is no such place.', extensions: { code: 'FUTURE_MONTH' } }
  answer = () => ({ status: 200, body: JSON.stringify({ errors: [error] }) })
  await expect(ask()).rejects.toMatchObject({ code: 'FUTURE_MONTH', message: 'There is no such place.' })
})
