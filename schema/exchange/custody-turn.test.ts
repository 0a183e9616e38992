import { describe, expect, test } from 'vitest'
import { superiors } from '../region.ts'
import { type Chain, nextEvent } from './chain.ts'
import { isDue, openRequest, takeTurns } from './custody-turn.ts'
import type { HubState, Party } from './hub-state.ts'
import { LAW, leaseWait } from './law.ts'
import type { ChainEventType, Grant, HandoverRequested } from './messages.ts'
import type { Register } from './register.ts'
import { DOSSIER } from './testing/dossier.ts'

const HOSTED = ['00', '64', '13', '64.08', '64.01', '13.71']
const NOW = 1_000_000_000
const REOPEN = { kind: 'REOPEN' as const }

function hub(contacts: Readonly<Record<string, number>>): HubState {
  const party = (name: string): Party => ({
    name,
    governments: [name],
    logCursor: { incarnation: 1, n: 1 },
    contact: contacts[name] ?? 0,
    reported: true,
    owesConfirmed: false,
  })
  return {
    law: LAW,
    hub: { incarnation: 1, startedAt: 0 },
    parties: new Map(HOSTED.map((name) => [name, party(name)])),
    memberOf: new Map(HOSTED.map((name) => [name, name])),
    register: [],
  }
}

/** A chain of those who have held it, and why it came to each. */
function chainOf(door: string, ...hops: readonly (readonly [string, Grant['why']])[]): Chain {
  const data = { status: 'FILED' as const, handledBy: { id: '', name: '', shortName: '' } }
  let chain: Chain = []
  const add = (type: ChainEventType, by: string, epoch: number, why?: Grant['why']) => {
    const draft = { id: `${type} ${by} ${epoch}`, type, at: '', by, data: why ? { ...data, why } : data }
    chain = [...chain, nextEvent(chain, 'complaint', epoch, draft)]
  }
  add('FILED', door, 1)
  for (const [index, [government, why]] of hops.entries()) add('HANDED_OVER', government, index + 2, why)
  return chain
}

function registerOf(chain: Chain): Register {
  const last = chain.at(-1)
  return {
    complaint: 'complaint',
    door: chain[0]?.by ?? '',
    leaseClass: 'NORMAL',
    dossier: DOSSIER,
    holder: last?.by ?? '',
    epoch: last?.epoch ?? 1,
    chain,
    annex: [],
    standing: { phase: 'SETTLED' },
    shown: 1,
  }
}

function request(register: Register, to: string): HandoverRequested {
  const [event] = register.chain
  if (!event) throw new Error('A chain has a first event')
  const { complaint, epoch } = register
  return { type: 'HandoverRequested', complaint, epoch, request: 'r', to, reason: '', dossier: DOSSIER, event }
}

function open(register: Register, to: string) {
  return openRequest(hub({}), register, request(register, to), NOW)
}

describe('candidates', () => {
  test('are the government that was asked for, then its superiors', () => {
    expect(open(registerOf(chainOf('13.71')), '64.08').register.request?.candidates).toEqual(['64.08', '64', '00'])
  })

  test('are never the giver', () => {
    expect(open(registerOf(chainOf('64')), '64.08').register.request?.candidates).toEqual(['64.08', '00'])
  })

  test('leave out governments that no member hosts', () => {
    expect(open(registerOf(chainOf('64.08')), '64.99').register.request?.candidates).toEqual(['64', '00'])
  })

  test('that do not exist end the request at once', () => {
    const state = { ...hub({}), memberOf: new Map([['64.08', '64.08']]) }
    const register = registerOf(chainOf('64.08'))
    const { mail } = openRequest(state, register, request(register, '64.01'), NOW)
    expect(mail[0]?.message).toMatchObject({ type: 'Withdrawn', request: 'r', reason: 'NOBODY_REACHABLE' })
  })
})

describe('the breaker', () => {
  const back = registerOf(chainOf('64.08', ['64.01', 'REQUEST']))

  test('lets the common superior receive what would go back to one who had it', () => {
    expect(open(back, '64.08').register.request).toMatchObject({ candidates: ['64', '00'], why: 'REQUEST' })
  })

  test('lets the common superior receive the third hop', () => {
    const wandering = registerOf(chainOf('64.08', ['64.01', 'REQUEST'], ['13.71', 'REQUEST']))
    expect(open(wandering, '13').register.request?.candidates).toEqual(['13', '00'])
    expect(open(wandering, '64').register.request?.candidates).toEqual(['00'])
  })

  test('makes a binding decision of what a superior then hands down', () => {
    const decided = registerOf(chainOf('64.08', ['64.01', 'REQUEST'], ['64', 'REQUEST']))
    expect(open(decided, '64.01').register.request).toMatchObject({ candidates: ['64.01'], why: 'DECISION' })
  })

  test('answers a bound holder at once', () => {
    const bound = registerOf(chainOf('64.08', ['64', 'REQUEST'], ['64.08', 'DECISION']))
    expect(open(bound, '64.01').mail[0]?.message).toMatchObject({ reason: 'BOUND_BY_DECISION' })
  })

  test('is reset by a seizure', () => {
    const seized = registerOf(chainOf('64.08', ['64', 'REQUEST'], ['64.08', 'DECISION'], ['64', 'SEIZURE']))
    expect(open(seized, '64.01').register.request).toMatchObject({ candidates: ['64.01', '00'], why: 'REQUEST' })
  })
})

describe('a turn', () => {
  const opened = open(registerOf(chainOf('13.71')), '64.08').register
  const timeout = LAW.candidateTimeout.NORMAL

  test('is granted when its candidate is in contact', () => {
    const { register, mail } = takeTurns(hub({ '64.08': NOW }), opened, NOW)
    expect(register).toMatchObject({ holder: '64.08', epoch: 1_000_001 })
    expect(mail.map(({ to, message }) => `${message.type} ${to}`)).toEqual(['Released 13.71', 'Grant 64.08'])
  })

  test('is not granted to one whose contact is a minute old', () => {
    expect(takeTurns(hub({ '64.08': NOW - LAW.contactWindow }), opened, NOW).register).toBe(opened)
  })

  test('is not granted to the next candidate before it is over', () => {
    expect(takeTurns(hub({ '64': NOW + timeout }), opened, NOW + timeout).register).toBe(opened)
  })

  test('passes without a word to the giver', () => {
    const { register, mail } = takeTurns(hub({}), opened, NOW + timeout + 1)
    expect(register.request?.position).toBe(1)
    expect(mail).toEqual([])
  })

  test('that was the last ends the request', () => {
    const last = { ...opened, request: opened.request && { ...opened.request, position: 2 } }
    const { register, mail } = takeTurns(hub({}), last, NOW + timeout + 1)
    expect(register.request).toBeUndefined()
    expect(mail[0]).toMatchObject({ to: '13.71', message: { type: 'Withdrawn', reason: 'NOBODY_REACHABLE' } })
  })
})

describe('a seizure', () => {
  const held = registerOf(chainOf('64.08', ['64.01', 'REQUEST']))
  const silent = NOW + leaseWait(LAW, 'NORMAL') + 1
  const heard = { '64.01': NOW }

  test('waits until the lease of the holder has surely ended', () => {
    expect(isDue(hub(heard), held, silent - 1)).toBe(false)
    expect(isDue(hub(heard), held, silent)).toBe(true)
  })

  test('goes to a superior that is in contact', () => {
    const { register } = takeTurns(hub({ ...heard, '64': silent }), held, silent)
    expect(register).toMatchObject({ holder: '64', epoch: 1_000_001 })
  })

  test('moves nothing while nobody who could receive is in contact', () => {
    const { register, mail } = takeTurns(hub(heard), held, silent)
    expect(register).toMatchObject({ holder: '64.01', seizure: { candidates: [...superiors('64.01'), '64.08'] } })
    expect(mail).toEqual([])
  })

  test('ends when the holder is heard again', () => {
    const { register } = takeTurns(hub(heard), held, silent)
    expect(takeTurns(hub({ '64.01': silent }), register, silent).register.seizure).toBeUndefined()
  })

  test('does not take what a door holds at epoch 1, nor what is closed', () => {
    const closed = held.chain.map((event, i) => (i === 1 ? { ...event, type: 'CLOSED' as const } : event))
    expect(isDue(hub({}), registerOf(chainOf('64.08')), silent)).toBe(false)
    expect(takeTurns(hub(heard), { ...held, chain: closed }, silent).mail).toEqual([])
  })

  test('takes what is closed when an act of its reporter waits for a holder that is silent', () => {
    const chain = held.chain.map((event, i) => (i === 1 ? { ...event, type: 'CLOSED' as const } : event))
    const [{ data }] = chain as [Chain[number], ...Chain]
    const act = { id: 'note', type: 'REPORTER_ACT' as const, at: '', by: '64.08', data: { ...data, act: REOPEN } }
    const note = nextEvent(chain, 'complaint', 1, act)
    const reopened = { ...held, chain, annex: [note] }
    expect(isDue(hub(heard), reopened, silent)).toBe(true)
    expect(takeTurns(hub({ ...heard, '64': silent }), reopened, silent).register).toMatchObject({ holder: '64' })
    const carriedOut = chain.map((event, i) => (i === 1 ? { ...event, data: { ...data, carriesOut: 'note' } } : event))
    expect(isDue(hub(heard), { ...reopened, chain: carriedOut }, silent)).toBe(false)
    expect(isDue(hub(heard), { ...reopened, annex: [{ ...note, by: '13' }] }, silent)).toBe(false)
  })

  test('takes at once what was with a server that is no longer in the registry', () => {
    const state = hub({ '64': NOW })
    const gone = { ...state, memberOf: new Map([...state.memberOf].filter(([code]) => code !== '64.01')) }
    expect(takeTurns(gone, held, NOW).register.holder).toBe('64')
  })
})
