import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { OwnedSignal } from '@lawang/gateway/execute/call-signal'
import { createHttpSend, type HttpSend } from '@lawang/gateway/execute/http-send'
import type { CallOptions, MemberAnswer } from '@lawang/gateway/execute/member-answer'
import { createAssertions } from '@lawang/gateway/trust/assertions'
import { introducedSend } from '@lawang/gateway/trust/introduced-send'
import { signedIntroduction } from '@lawang/gateway/trust/introduction'
import type { Actor } from '@lawang/member/domain/model'
import { type Callers, createCallers } from '@lawang/member/trust/known-callers'
import { Refusal } from '@lawang/schema/errors'
import type { MemberEntry, Registry } from '@lawang/schema/network'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import { sessionSigner } from '@lawang/trust/session/session-signer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [gatewayKey, regencyKey, stranger] = [newKey(), newKey(), newKey()]
const START = 1_790_000_000_000

let now: number
let registry: Registry
let server: Server
/** The processes of the member, of which each has a memory of its own; requests come to them in turns. */
let processes: Callers[]
/** What came, in full: the header fields of each request, and whether it was done. */
let came: { readonly headers: IncomingHttpHeaders; readonly isDone: boolean }[]
let http: HttpSend
let ask: (who?: string, call?: Pick<CallOptions, 'once'>) => Promise<MemberAnswer>
/** What stands in the place of the member's answers, as somebody on the line could put it there; they go through without. */
let onTheLine: ((answer: object) => object) | undefined
/** Requests that come while it is there are looked at, and answered when it resolves. */
let heldBack: Promise<void> | undefined

function startProcess(): Callers {
  const personOf = ({ sub, role, region }: Readonly<Record<string, unknown>>) =>
    ({ kind: 'person', subject: String(sub), role, region }) as Actor
  return createCallers({
    name: 'regency',
    key: regencyKey,
    keys: () => knownKeys(registry),
    tokens: { actorFrom: async () => ({ kind: 'public' }), actorFromClaims: async (claims) => personOf(claims) },
    now: () => now,
  })
}

/** Answers who asks, as a member judges it, or why that is not taken. */
async function startMember(): Promise<string> {
  server = createServer(async (request, response) => {
    const { headers } = request
    const released = heldBack
    const body = await buffer(request)
    const answered = await processes[came.length % processes.length]?.ofRequest(request, body).catch((error) => {
      if (!(error instanceof Refusal)) throw error
      return error
    })
    came.push({ headers, isDone: !(answered instanceof Refusal) })
    const answer =
      answered instanceof Refusal
        ? { errors: [{ message: answered.message, extensions: { code: answered.code, ...answered.facts } }] }
        : { data: { who: answered?.kind === 'person' ? answered.subject : answered?.kind } }
    await released
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(onTheLine?.(answer) ?? answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeEach(async () => {
  ;[now, came, processes, onTheLine, heldBack] = [START, [], [], undefined, undefined]
  const url = await startMember()
  const identity = { keys: [regencyKey.x] }
  const member: MemberEntry = { name: 'regency', tier: 'REGENCY', url, governments: ['64.02'], identity }
  const gateways = [{ name: 'gateway', identity: { keys: [gatewayKey.x] } }]
  registry = { sequence: 1, environment: 'development', members: [member], gateways, retired: [] }
  processes = [startProcess()]
  const keys = () => knownKeys(registry)
  const verify = async (authorization: string) => {
    const claims = { sub: authorization, role: 'operator', region: '64.02', iss: 'i', exp: START / 1000 + 3_600 }
    return { bearer: { kind: 'KNOWN', claims }, token: authorization } as const
  }
  const clock = () => now
  const introduce = signedIntroduction(
    sessionSigner({ name: 'gateway', key: gatewayKey, keys, now: clock }),
    createAssertions({ gateway: 'gateway', key: gatewayKey, verify, now: clock }),
  )
  http = createHttpSend({ timeoutMs: 20_000, report: () => {} })
  const send = introducedSend(http.send, introduce)
  const endpoint = { name: 'regency', url: `${url}/graphql`, region: '64.02' }
  ask = (authorization, call) =>
    send(endpoint, '{"query":"{ who }"}', { authorization, signal: new OwnedSignal(), ...call })
})
afterEach(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

const told = (who: string) => expect.objectContaining({ kind: 'answered', data: { who }, errors: [] })
/** Of each request that came: what it showed, and what it only named. */
const shown = () =>
  came.map(({ headers }) => ({
    session: headers['lawang-session'] === undefined ? 'named' : 'shown',
    assertion: headers['lawang-assertion']?.includes('.') ? 'shown' : 'named',
  }))
const SHOWN = { session: 'shown', assertion: 'shown' }
const NAMED = { session: 'named', assertion: 'named' }

describe('what a gateway has shown a member once', () => {
  it('it names from then on, for each person and for nobody known', async () => {
    for (let turn = 0; turn < 3; turn++) expect(await ask('officer-1')).toEqual(told('officer-1'))
    expect(shown()).toEqual([SHOWN, NAMED, NAMED])
    expect(await ask('officer-2')).toEqual(told('officer-2'))
    expect(await ask('officer-2')).toEqual(told('officer-2'))
    expect(await ask()).toEqual(told('public'))
    expect(shown().slice(3)).toEqual([{ session: 'named', assertion: 'shown' }, NAMED, NAMED])
  })

  it('it shows anew when it is: an assertion after half a minute, a session after ten', async () => {
    for (const pause of [0, 29_000, 2_000, 600_000, 0]) {
      now += pause
      expect(await ask('officer-1')).toEqual(told('officer-1'))
    }
    expect(shown()).toEqual([SHOWN, NAMED, { session: 'named', assertion: 'shown' }, SHOWN, NAMED])
  })

  it('it shows once more to a member that was started again, for each person, and nothing is done twice', async () => {
    const officers = ['officer-1', 'officer-2', 'officer-3']
    const askAll = async () => {
      for (const officer of officers) expect(await ask(officer)).toEqual(told(officer))
    }
    await askAll()
    await askAll()
    processes = [startProcess()]
    came = []
    await askAll()
    const nowShown = { session: 'named', assertion: 'shown' }
    expect(shown()).toEqual([NAMED, SHOWN, nowShown, nowShown])
    expect(came.filter(({ isDone }) => isDone)).toHaveLength(officers.length)
    came = []
    await askAll()
    expect(shown()).toEqual([NAMED, NAMED, NAMED])
  })

  it('it shows once more where many requests were under way when the member was started again', async () => {
    await ask('officer-1')
    processes = [startProcess()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('officer-1')))
    expect(answers).toEqual(Array(20).fill(told('officer-1')))
    expect(came.filter(({ isDone }) => isDone)).toHaveLength(21)
    came = []
    await ask('officer-1')
    expect(shown()).toEqual([NAMED])
  })

  describe('an answer that comes late', () => {
    /** Asks what is looked at now, and answered when it is released. */
    async function askSlowly(officer: string) {
      const { promise, resolve: release } = Promise.withResolvers<void>()
      heldBack = promise
      const before = came.length
      const answer = ask(officer)
      await expect.poll(() => came.length).toBe(before + 1)
      heldBack = undefined
      return { answer, release }
    }
    /** The member holds what was shown to it since it was started again. */
    async function startAgain() {
      processes = [startProcess()]
      for (let turn = 0; turn < 2; turn++) expect(await ask('officer-1')).toEqual(told('officer-1'))
      came = []
    }

    it('of a process that has ended since does not say what the next one holds', async () => {
      for (let turn = 0; turn < 2; turn++) await ask('officer-1')
      const { answer, release } = await askSlowly('officer-2')
      await startAgain()
      release()
      expect(await answer).toEqual(told('officer-2'))
      expect(await ask('officer-2')).toEqual(told('officer-2'))
      expect(shown()).toEqual([{ session: 'named', assertion: 'shown' }])
    })

    it('and refuses what was held before counts with the others that did', async () => {
      for (let turn = 0; turn < 2; turn++) await ask('officer-1')
      processes = [startProcess()]
      const { answer, release } = await askSlowly('officer-1')
      await startAgain()
      release()
      expect(await answer).toEqual(told('officer-1'))
      expect(await ask('officer-1')).toEqual(told('officer-1'))
      expect(shown()).toEqual([SHOWN, NAMED])
    })
  })

  it('it shows always where requests come to several processes, until the next session, after a few were refused', async () => {
    processes = Array.from({ length: 5 }, startProcess)
    for (let turn = 0; turn < 40; turn++) {
      const officer = `officer-${turn % 4}`
      expect(await ask(officer)).toEqual(told(officer))
      now += 5_000
    }
    expect(came.filter(({ isDone }) => isDone)).toHaveLength(40)
    expect(came.filter(({ isDone }) => !isDone).length).toBeLessThanOrEqual(2)
    expect(shown().slice(-10)).toEqual(Array(10).fill(SHOWN))
  })

  it('it shows always where two processes have both seen the session, and each the assertions of its own askers', async () => {
    const [one, other] = [startProcess(), startProcess()]
    processes = [one]
    await ask('officer-1')
    processes = [other]
    expect(await ask('officer-2', { once: true })).toEqual(told('officer-2'))
    for (let turn = 0; turn < 20; turn++) {
      const officer = `officer-${turn % 3}`
      for (const process of [one, other]) {
        processes = [process]
        expect(await ask(officer)).toEqual(told(officer))
      }
      now += 10_000
    }
    expect(came.filter(({ isDone }) => !isDone).length).toBeLessThanOrEqual(2)
    expect(shown().slice(-10)).toEqual(Array(10).fill(SHOWN))
  })

  it('it shows always to a member that knows no names, whoever asks', async () => {
    const member = startProcess()
    const knowsNoNames: Callers = {
      ...member,
      async ofRequest(request, body) {
        const { 'lawang-session': session, 'lawang-assertion': assertion } = request.headers
        if (session === undefined) throw new Refusal('UNTRUSTED_REQUEST', undefined, { reason: 'UNKNOWN_KEY' })
        if (!String(assertion).includes('.')) throw new Refusal('UNTRUSTED_REQUEST', undefined, { reason: 'MALFORMED' })
        return member.ofRequest(request, body)
      },
    }
    processes = [knowsNoNames]
    for (let turn = 0; turn < 6; turn++) {
      const officer = `officer-${turn % 2}`
      expect(await ask(officer)).toEqual(told(officer))
      now += 20_000
    }
    expect(came.filter(({ isDone }) => !isDone)).toHaveLength(1)
    expect(shown().slice(-4)).toEqual(Array(4).fill(SHOWN))
  })

  it('it does not name where the member has refused it: what was not taken is not held', async () => {
    registry = { ...registry, gateways: [{ name: 'gateway', identity: { keys: [stranger.x] } }] }
    const refused = expect.objectContaining({ errors: [expect.objectContaining({ extensions: expect.anything() })] })
    for (let turn = 0; turn < 2; turn++) expect(await ask('officer-1')).toEqual(refused)
    expect(shown()).toEqual([SHOWN, SHOWN])
  })
})

describe('what must not be sent twice', () => {
  const forge = (reason: string) => () => ({
    errors: [{ message: 'x', extensions: { code: 'UNTRUSTED_REQUEST', reason } }],
  })

  it('is shown in full and sent once, whatever somebody on the line answers in the place of the member', async () => {
    for (let turn = 0; turn < 2; turn++) await ask('officer-1')
    for (const reason of ['UNKNOWN_SESSION', 'UNKNOWN_ASSERTION', 'UNKNOWN_KEY', 'REPLAYED']) {
      came = []
      onTheLine = forge(reason)
      expect(await ask('officer-1', { once: true })).toMatchObject({ data: null, errors: [{ extensions: { reason } }] })
      expect(shown()).toEqual([SHOWN])
    }
  })

  it('is carried out by a member that was started again, at the first time', async () => {
    for (let turn = 0; turn < 2; turn++) await ask('officer-1')
    processes = [startProcess()]
    came = []
    expect(await ask('officer-1', { once: true })).toEqual(told('officer-1'))
    expect(came).toHaveLength(1)
  })

  it('nor is a question in whose course another server has refused the member', async () => {
    for (let turn = 0; turn < 2; turn++) await ask('officer-1')
    came = []
    const extensions = { code: 'UNTRUSTED_REQUEST', reason: 'UNKNOWN_SESSION' }
    onTheLine = () => ({ data: null, errors: [{ message: 'x', path: ['who'], extensions }] })
    expect(await ask('officer-1')).toMatchObject({ data: null, errors: [{ extensions }] })
    expect(shown()).toEqual([NAMED])
  })

  it.each(['REPLAYED', 'STALE', 'FORGED', 'ALTERED_BODY'])(
    'nor is a question that was refused as %s',
    async (reason) => {
      for (let turn = 0; turn < 2; turn++) await ask('officer-1')
      came = []
      onTheLine = forge(reason)
      expect(await ask('officer-1')).toMatchObject({ data: null, errors: [{ extensions: { reason } }] })
      expect(shown()).toEqual([NAMED])
    },
  )
})

it('a gateway whose key was withdrawn is refused though the member holds its session', async () => {
  for (let turn = 0; turn < 2; turn++) expect(await ask('officer-1')).toEqual(told('officer-1'))
  registry = { ...registry, gateways: [] }
  const extensions = { code: 'UNTRUSTED_REQUEST', reason: 'UNKNOWN_KEY' }
  expect(await ask('officer-1')).toMatchObject({ kind: 'answered', data: null, errors: [{ extensions }] })
  expect(came.filter(({ isDone }) => isDone)).toHaveLength(2)
})
