import type { Actor } from '@lawang/member/domain/model'
import { createHttpHub } from '@lawang/member/exchange/http-hub'
import { Refusal } from '@lawang/schema/errors'
import type { MailPush } from '@lawang/schema/exchange/mail-push'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exchangeRoutes } from './exchange-routes.ts'
import { driveMember } from './testing/hand-driven.ts'
import { filed, handoverRequested } from './testing/messages.ts'
import { startTestHub, type TestHub } from './testing/test-hub.ts'

const ACTORS: Readonly<Record<string, Actor>> = {
  'Bearer national': { kind: 'member', member: 'national' },
  'Bearer kutai-timur': { kind: 'member', member: 'kutai-timur' },
  'Bearer officer': { kind: 'person', subject: 'x', role: 'coordinator', region: '64.08' },
}

async function actorFrom(authorization: string | undefined): Promise<Actor> {
  if (authorization === undefined) return { kind: 'public' }
  const actor = ACTORS[authorization]
  if (!actor) throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'FOREIGN' })
  return actor
}

let test: TestHub
let app: FastifyInstance
let url: string

beforeEach(async () => {
  test = await startTestHub()
  app = Fastify()
  await exchangeRoutes(app, { hub: test.hub, actorFrom })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  await app.close()
  await test.close()
})

const hubFor = (member: string) => createHttpHub({ url, token: member })

async function post(body: unknown, authorization?: string) {
  const response = await app.inject({
    method: 'POST',
    url: '/exchange',
    headers: { ...(authorization && { authorization }), 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })
  return [response.statusCode, response.json().error.code]
}

const REQUEST = {
  member: 'kutai-timur',
  session: 's',
  incarnation: 1,
  hubIncarnation: 0,
  sent: 1,
  mailCursor: { incarnation: 0, n: 0 },
  log: [],
}

describe('the exchange', () => {
  it('carries log and mail for the member whose token it is', async () => {
    const national = driveMember('national', () => hubFor('national'))
    const kutaiTimur = driveMember('kutai-timur', () => hubFor('kutai-timur'))
    await national.send()
    const complaint = filed('64.08')
    const answer = await kutaiTimur.send(complaint, handoverRequested(complaint.event, '00'))
    expect(answer.logCursor).toEqual({ incarnation: 1, n: 3 })
    await national.send()
    expect(national.received('Grant')).toMatchObject([{ complaint: complaint.complaint, to: '00' }])
  })

  it('asks for the token of the member that it is for', async () => {
    expect(await post(REQUEST)).toEqual([401, 'UNAUTHENTICATED'])
    expect(await post(REQUEST, 'Bearer stolen')).toEqual([401, 'UNAUTHENTICATED'])
    expect(await post(REQUEST, 'Bearer officer')).toEqual([403, 'FORBIDDEN'])
    expect(await post(REQUEST, 'Bearer national')).toEqual([403, 'FORBIDDEN'])
  })

  it('refuses what is no message, and rows that break the law, each by its code', async () => {
    expect(await post({ ...REQUEST, sent: 'now' }, 'Bearer kutai-timur')).toEqual([400, 'BAD_USER_INPUT'])
    await driveMember('kutai-timur', () => test.hub).send()
    const foreign = { incarnation: 1, n: 2, message: filed('13') }
    const request = { ...REQUEST, hubIncarnation: 1, log: [foreign] }
    expect(await post(request, 'Bearer kutai-timur')).toEqual([409, 'BROKEN_LOG'])
  })

  it('wakes a member when it is connected, and again when it has mail', async () => {
    await driveMember('national', () => test.hub).send()
    let wakes = 0
    let { promise, resolve } = Promise.withResolvers<void>()
    const next = async (count: number) => {
      while (wakes < count) await promise
    }
    const stop = hubFor('national').onWake('national', () => {
      wakes += 1
      resolve()
      ;({ promise, resolve } = Promise.withResolvers<void>())
    })
    // Once for the connection and once for the stream's first line.
    await next(2)
    const complaint = filed('64.08')
    await driveMember('kutai-timur', () => test.hub).send(complaint, handoverRequested(complaint.event, '00'))
    await next(3)
    stop()
  })

  it('sends what it grants along with the wake, as the answer to a request has it', async () => {
    const national = driveMember('national', () => test.hub)
    await national.send()
    const pushed = Promise.withResolvers<MailPush>()
    const opened = Promise.withResolvers<void>()
    const stop = hubFor('national').onWake('national', (push) => (push ? pushed.resolve(push) : opened.resolve()))
    await opened.promise
    const complaint = filed('64.08')
    await driveMember('kutai-timur', () => test.hub).send(complaint, handoverRequested(complaint.event, '00'))
    const { mail } = await pushed.promise
    stop()
    const answer = await national.send()
    expect(mail).toEqual(answer.mail)
    expect(mail.map(({ message }) => message.type)).toContain('Grant')
  })
})
