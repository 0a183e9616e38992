import { describe, expect, it, vi } from 'vitest'
import type { CallSignal } from '../execute/call-signal.ts'
import type { CallOptions, MemberAnswer } from '../execute/member-answer.ts'
import { guardedAsk } from './guarded-ask.ts'
import type { GuardSettings } from './member-guard.ts'
import type { Endpoint } from './router.ts'

const endpointOf = (name: string): Endpoint => ({ name, url: `http://${name}/graphql`, region: undefined })
const a = endpointOf('a')
const b = endpointOf('b')
const call: CallOptions = { signal: new AbortController().signal }
const answered: MemberAnswer = { kind: 'answered', data: {}, errors: [] }
const unavailable: MemberAnswer = { kind: 'unavailable' }

interface Told {
  readonly sent: string[]
  readonly bodies: string[]
  readonly circuits: string[]
  readonly repeated: string[]
}

/** Members that answer as `behave` says; requests are recorded by the member's name. */
function network(
  behave: (name: string, turn: number, signal: CallSignal) => MemberAnswer | Promise<MemberAnswer>,
  settings: Partial<GuardSettings> = {},
) {
  const told: Told = { sent: [], bodies: [], circuits: [], repeated: [] }
  const guarded = guardedAsk({
    settings: { timeoutMs: 5000, concurrency: 4, queue: 4, circuitFailures: 3, circuitOpenMs: 60_000, ...settings },
    send: async (endpoint, body, { signal }) => {
      told.bodies.push(body)
      return behave(endpoint.name, told.sent.push(endpoint.name), signal)
    },
    now: () => performance.now(),
    random: () => 0,
    observer: {
      attempted: () => {},
      circuitChanged: ({ name }, state) => told.circuits.push(`${name} ${state}`),
      repeated: ({ name }, reason) => told.repeated.push(`${name} ${reason}`),
    },
  })
  return { ...guarded, ...told }
}

const never = () => new Promise<MemberAnswer>(() => {})
/** Until the member's 95th percentile is known. */
async function warm({ ask, sent }: ReturnType<typeof network>): Promise<void> {
  for (let turn = 0; turn < 64; turn++) await ask([a], '', call, true)
  sent.length = 0
}

describe('a query', () => {
  it('whose first try fails at once is sent a second time, and no third', async () => {
    const once = network((_, turn) => (turn === 1 ? unavailable : answered))
    expect(await once.ask([a], '', call, true)).toEqual(answered)
    expect([once.sent, once.repeated]).toEqual([['a', 'a'], ['a retry']])
    const always = network(() => unavailable)
    expect(await always.ask([a], '', call, true)).toMatchObject({ kind: 'unavailable' })
    expect(always.sent).toEqual(['a', 'a'])
  })

  it('that several members answer alike goes to the next when one fails', async () => {
    const { ask, sent } = network((name) => (name === 'a' ? unavailable : answered))
    expect(await ask([a, b], '', call, true)).toEqual(answered)
    expect(sent).toEqual(['a', 'b'])
  })

  it('that is slower than usual is sent a second time, and the first answer counts', async () => {
    let isWarm = false
    const members = network((_, turn) => (isWarm && turn === 1 ? never() : answered))
    await warm(members)
    isWarm = true
    expect(await members.ask([a], '', call, true)).toEqual(answered)
    expect([members.sent, members.repeated]).toEqual([['a', 'a'], ['a hedge']])
  })

  it('does not wait for a member that hangs where another answers alike', async () => {
    const { ask, repeated } = network((name) => (name === 'a' ? never() : answered))
    expect(await ask([a, b], '', call, true)).toEqual(answered)
    expect(repeated).toEqual(['b hedge'])
  })
})

describe('a change', () => {
  it('that may have reached its member is sent once, whatever comes of it', async () => {
    const { ask, sent } = network(() => unavailable)
    for (const members of [[a], [a, b]]) {
      expect(await ask(members, '', call, false)).toEqual({ kind: 'unavailable', retryAfter: 1 })
    }
    expect(sent).toEqual(['a', 'a'])
  })

  it('that has not left, as no connection came about, is tried once more', async () => {
    const restarting = network((_, turn) => (turn === 1 ? { ...unavailable, unsent: true } : answered))
    expect(await restarting.ask([a], '', call, false)).toEqual(answered)
    const gone = network((name) => (name === 'a' ? { ...unavailable, unsent: true } : answered))
    expect(await gone.ask([a, b], '', call, false)).toEqual(answered)
    expect([restarting.sent, gone.sent]).toEqual([
      ['a', 'a'],
      ['a', 'b'],
    ])
  })

  it('that is slower than usual is not sent a second time', async () => {
    let isWarm = false
    const answers: ((answer: MemberAnswer) => void)[] = []
    const members = network(() => (isWarm ? new Promise((resolve) => answers.push(resolve)) : answered), {
      concurrency: 64,
    })
    await warm(members)
    isWarm = true
    const change = members.ask([a], '', call, false)
    // a query that is as late is sent again by then
    const query = members.ask([a], '', call, true)
    while (answers.length < 3) await new Promise((resolve) => setImmediate(resolve))
    for (const resolve of answers) resolve(answered)
    expect(await Promise.all([change, query])).toEqual([answered, answered])
    expect([members.sent, members.repeated]).toEqual([['a', 'a', 'a'], ['a hedge']])
  })
})

describe('a member that fails again and again', () => {
  it('is not asked any more for a time, while others are', async () => {
    const { ask, sent, circuits } = network((name) => (name === 'a' ? unavailable : answered))
    for (let turn = 0; turn < 5; turn++) await ask([a], '', call, false)
    expect(sent).toEqual(['a', 'a', 'a'])
    expect(circuits).toEqual(['a open'])
    expect(await ask([a], '', call, true)).toEqual({ kind: 'unavailable', retryAfter: 60 })
    expect(await ask([a, b], '', call, true)).toEqual(answered)
    expect(sent.slice(3)).toEqual(['b'])
  })

  it('is found to be back by a request of the gateway itself, and asked as before once it has answered', async () => {
    let back = false
    const { ask, sent, bodies, circuits } = network(() => (back ? answered : unavailable), { circuitOpenMs: 1 })
    for (let turn = 0; turn < 3; turn++) await ask([a], 'of a client', call, false)
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(4))
    back = true
    await vi.waitFor(() => expect(circuits).toEqual(['a open', 'a half-open']))
    expect(new Set(bodies.slice(3))).toEqual(new Set(['{"query":"{ __typename }"}']))
    expect(await ask([a], 'of a client', call, false)).toEqual(answered)
    expect(circuits).toEqual(['a open', 'a half-open', 'a closed'])
  })

  it('is not thought back by the answer to a trial of an earlier time', async () => {
    const trials: ((answer: MemberAnswer) => void)[] = []
    let answerLate: (answer: MemberAnswer) => void = () => {}
    const { ask, bodies, circuits } = network(
      (_name, turn) => {
        if (turn === 1) return new Promise((resolve) => (answerLate = resolve))
        return bodies.at(-1) === '' ? unavailable : new Promise((resolve) => trials.push(resolve))
      },
      { circuitOpenMs: 1 },
    )
    const late = ask([a], '', call, false)
    for (let turn = 0; turn < 3; turn++) await ask([a], '', call, false)
    await vi.waitFor(() => expect(trials).toHaveLength(1))
    answerLate(answered)
    await late
    for (let turn = 0; turn < 3; turn++) await ask([a], '', call, false)
    await vi.waitFor(() => expect(trials).toHaveLength(2))
    trials[0]?.(answered)
    await new Promise((resolve) => setImmediate(resolve))
    expect(circuits).toEqual(['a open', 'a closed', 'a open'])
  })

  it('is left alone once it is no member any more', async () => {
    const { ask, sent, keepOnly } = network(() => unavailable, { circuitOpenMs: 1 })
    for (let turn = 0; turn < 3; turn++) await ask([a], '', call, false)
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(3))
    keepOnly(new Set())
    const until = sent.length
    for (let turn = 0; turn < 3; turn++) await ask([b], '', call, false)
    await vi.waitFor(() => expect(sent.filter((name) => name === 'b').length).toBeGreaterThan(4))
    expect(sent.filter((name) => name === 'a')).toHaveLength(until)
  })
})

it('a member that hangs takes its own places only, and whoever waits behind is refused when its circuit opens', async () => {
  const hanging: ((answer: MemberAnswer) => void)[] = []
  const { ask, guards } = network((name) => (name === 'a' ? new Promise((resolve) => hanging.push(resolve)) : answered))
  const asked = Array.from({ length: 9 }, () => ask([a], '', call, false))
  expect(await asked[8]).toMatchObject({ kind: 'unavailable' })
  expect(guards.get(a.url)?.guard.state).toEqual({ circuit: 'closed', active: 4, waiting: 4 })
  expect(await ask([b], '', call, false)).toEqual(answered)
  for (const resolve of hanging) resolve(unavailable)
  await Promise.all(asked)
  expect(hanging.length).toBeLessThan(8)
  expect(guards.get(a.url)?.guard.state).toEqual({ circuit: 'open', active: 0, waiting: 0 })
})

it('a client that leaves says nothing of the member', async () => {
  const leaving = new AbortController()
  const { ask, guards } = network((_name, _turn, signal) => {
    leaving.abort()
    return signal.aborted ? unavailable : answered
  })
  for (let turn = 0; turn < 5; turn++) await ask([a], '', { signal: leaving.signal }, true)
  expect(guards.get(a.url)?.guard.state.circuit).toBe('closed')
})
