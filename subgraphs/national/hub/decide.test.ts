import type { LogMessage } from '@lawang/schema/exchange/messages'
import { describe, expect, it } from 'vitest'
import { decide, decideWaiting } from './decide.ts'
import { BrokenLog, type Decision, type HubContext } from './decision.ts'
import { mintEpoch } from './grant.ts'
import type { Register } from './register.ts'
import { filed, handoverRequested, nextEvent, taken } from './testing/messages.ts'

const HOSTS: Readonly<Record<string, string>> = {
  '00': 'national',
  '64': 'provincial',
  '72': 'provincial',
  '64.02': 'regency',
  '64.08': 'kutai-timur',
}

function contextOf(sender: string, away: readonly string[] = []): HubContext {
  return {
    now: new Date('2026-03-17T02:00:01Z'),
    hubIncarnation: 1,
    sender,
    network: {
      memberOf: (government) => HOSTS[government],
      inContact: (government) => HOSTS[government] !== undefined && !away.includes(HOSTS[government]),
    },
  }
}

/** The decisions over messages in order, each by the member that hosts the government which wrote it. */
function run(messages: readonly (readonly [member: string, message: LogMessage])[], away: readonly string[] = []) {
  let register: Register | undefined
  let last: Decision | undefined
  for (const [sender, message] of messages) {
    last = decide(register, message, contextOf(sender, away))
    register = last.register
  }
  if (!register || !last) throw new Error('Nothing was decided')
  return { register, last }
}

const kindsOf = (decision: Decision) => decision.mail.map(({ to, message }) => `${message.type} to ${to}`)

describe('filing', () => {
  it('makes the door the holder at epoch 1', () => {
    const { register } = run([['kutai-timur', filed('64.08')]])
    expect(register).toMatchObject({ door: '64.08', holder: '64.08', epoch: 1, standing: { state: 'HELD' } })
  })

  it('counts once when the same row comes twice', () => {
    const message = filed('64.08')
    const { last } = run([
      ['kutai-timur', message],
      ['kutai-timur', message],
    ])
    expect(last).toMatchObject({ appended: [], annexed: [], mail: [] })
  })

  it('is refused to a member that does not host the door', () => {
    expect(() => decide(undefined, filed('64.08'), contextOf('regency'))).toThrow(BrokenLog)
  })
})

describe('a handover', () => {
  const complaint = filed('64.08')
  const request = handoverRequested(complaint.event, '00')

  it('is granted at once to a government in contact: it is mailed Grant, the giver Released', () => {
    const { register, last } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', request],
    ])
    expect(register).toMatchObject({ holder: '00', epoch: 1_000_001, standing: { state: 'GRANTED' } })
    expect(kindsOf(last)).toEqual(['Grant to 00', 'Released to 64.08'])
    expect(last.mail[0]?.message).toMatchObject({ from: '64.08', chain: [complaint.event, request.event] })
    expect(last.mail[1]?.message).toMatchObject({ epoch: 1, newEpoch: 1_000_001, to: '00', length: 2 })
  })

  it('waits for a government that is not in contact, and nothing is sent to anybody', () => {
    const { register, last } = run(
      [
        ['kutai-timur', complaint],
        ['kutai-timur', request],
      ],
      ['national'],
    )
    expect(register).toMatchObject({ holder: '64.08', epoch: 1, standing: { state: 'OFFERED' } })
    expect(last.mail).toEqual([])
    const later = decideWaiting(register, contextOf('national'))
    expect(kindsOf(later)).toEqual(['Grant to 00', 'Released to 64.08'])
    expect(later.requests).toMatchObject([{ id: request.request, outcome: 'GRANTED' }])
  })

  it('climbs past a government that no member hosts', () => {
    const { register } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', handoverRequested(complaint.event, '64.03')],
    ])
    expect(register.holder).toBe('64')
  })

  it('names the agency only to the government that it was named for', () => {
    const agency = '6403-0000000000000000X'
    const { last } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', handoverRequested(complaint.event, '64.03', agency)],
    ])
    expect(last.mail[0]?.message).not.toHaveProperty('agency')
  })

  it('comes back to the giver when nobody is left who could receive it', () => {
    const national = filed('00')
    const { register, last } = run([
      ['national', national],
      ['national', handoverRequested(national.event, '91')],
    ])
    expect(kindsOf(last)).toEqual(['Withdrawn to 00'])
    expect(register).toMatchObject({ holder: '00', epoch: 1, standing: { state: 'HELD' } })
  })

  it('is ended by the giver only while it is open', () => {
    const wish = {
      type: 'HandoverWithdrawn',
      complaint: complaint.complaint,
      epoch: 1,
      request: request.request,
    } as const
    const open = run(
      [
        ['kutai-timur', complaint],
        ['kutai-timur', request],
        ['kutai-timur', wish],
      ],
      ['national'],
    )
    expect(kindsOf(open.last)).toEqual(['Withdrawn to 64.08'])
    const late = run([
      ['kutai-timur', complaint],
      ['kutai-timur', request],
      ['kutai-timur', wish],
    ])
    expect(late.last.mail).toEqual([])
    expect(late.register.holder).toBe('00')
  })

  it('ends when the receiver has taken it, and the door hears of it', () => {
    const { register, last } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', request],
      ['national', taken(request.event, '00', 1_000_001)],
    ])
    expect(register.standing).toEqual({ state: 'HELD' })
    expect(kindsOf(last)).toEqual(['Event to 64.08'])
  })

  it('between two others tells the door who holds now', () => {
    const first = taken(request.event, '00', 1_000_001)
    const { last } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', request],
      ['national', first],
      ['national', handoverRequested(first.event, '64')],
    ])
    expect(kindsOf(last)).toEqual(['Event to 64.08', 'Grant to 64', 'Released to 00', 'View to 64.08'])
  })
})

describe('an event', () => {
  const complaint = filed('64.08')
  const request = handoverRequested(complaint.event, '00')

  it('of a government that has handed over ends in the annex and changes nothing', () => {
    const late = nextEvent(request.event, 'VERIFIED')
    const { register, last } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', request],
      ['kutai-timur', { type: 'Event', complaint: complaint.complaint, event: late }],
    ])
    expect(register).toMatchObject({ holder: '00', standing: { state: 'GRANTED' }, annex: [late] })
    expect(register.chain).toHaveLength(2)
    expect(kindsOf(last)).toEqual(['Event to 00', 'Event to 64.08'])
  })

  it('of the giver while its request is open ends in the annex', () => {
    const { register } = run(
      [
        ['kutai-timur', complaint],
        ['kutai-timur', request],
        ['kutai-timur', { type: 'Event', complaint: complaint.complaint, event: nextEvent(request.event, 'VERIFIED') }],
      ],
      ['national'],
    )
    expect(register.chain).toHaveLength(2)
    expect(register.annex).toHaveLength(1)
  })

  it('that skips one of the chain ends in the annex', () => {
    const skipping = nextEvent(nextEvent(complaint.event, 'VERIFIED'), 'STARTED')
    const { register } = run([
      ['kutai-timur', complaint],
      ['kutai-timur', { type: 'Event', complaint: complaint.complaint, event: skipping }],
    ])
    expect(register.annex).toEqual([skipping])
  })

  it('that closes the case closes the complaint at the hub', () => {
    const { register } = run([
      ['kutai-timur', complaint],
      [
        'kutai-timur',
        {
          type: 'Event',
          complaint: complaint.complaint,
          event: nextEvent(complaint.event, 'ARCHIVED', { data: { status: 'ARCHIVED' } }),
        },
      ],
    ])
    expect(register.standing).toEqual({ state: 'CLOSED' })
  })

  it('of a complaint that was never filed stops the reading', () => {
    const message: LogMessage = {
      type: 'Event',
      complaint: complaint.complaint,
      event: nextEvent(complaint.event, 'VERIFIED'),
    }
    expect(() => decide(undefined, message, contextOf('kutai-timur'))).toThrow(BrokenLog)
  })
})

describe('epochs', () => {
  it('grow by one, and a restored hub mints above all that the former one can have minted', () => {
    expect(mintEpoch(1, 1)).toBe(1_000_001)
    expect(mintEpoch(1_000_001, 1)).toBe(1_000_002)
    expect(mintEpoch(1_000_002, 2)).toBe(2_000_001)
  })
})
