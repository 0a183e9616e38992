import { brokenAt } from '@lawang/schema/exchange/chain'
import { START } from '@lawang/schema/exchange/cursor'
import { BrokenLog, type HubInput, type HubState, inContact, type Party } from '@lawang/schema/exchange/hub-state'
import { hubStep } from '@lawang/schema/exchange/hub-step'
import { LAW } from '@lawang/schema/exchange/law'
import type { ChainEvent, Grant, LogMessage } from '@lawang/schema/exchange/messages'
import type { Outgoing, Register } from '@lawang/schema/exchange/register'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DOSSIER } from './content.ts'
import { COMPLAINT, counter, DOOR, extend, filedChain } from './sample.ts'

/**
 * Logs that say anything, members that come and go, a hub that is restored: what must be true of every step of the hub
 * has to be true of each. `LAWANG_PROPERTY_RUNS` sets how many sequences are tried.
 */
const RUNS = Number(process.env.LAWANG_PROPERTY_RUNS ?? 1_000)
/** A hundred thousand sequences take minutes: they may, without being taken for a standstill. */
const LONGEST_MS = 60_000 + RUNS * 30
const HOSTS: ReadonlyMap<string, string> = new Map([
  ['00', 'national'],
  ['64', 'province'],
  [DOOR, 'regency'],
  ['64.02', 'other'],
])
const GOVERNMENTS = [...HOSTS.keys()]

interface Move {
  readonly type:
    | 'Extend'
    | 'Stray'
    | 'Offer'
    | 'Withdraw'
    | 'Contact'
    | 'Advance'
    | 'Wait'
    | 'Restore'
    | 'Report'
    | 'Claim'
  readonly government: string
  readonly to: string
  readonly number: number
}

const move: fc.Arbitrary<Move> = fc.record({
  type: fc.constantFrom(
    'Extend',
    'Stray',
    'Offer',
    'Offer',
    'Withdraw',
    'Contact',
    'Advance',
    'Wait',
    'Restore',
    'Report',
    'Claim',
  ),
  government: fc.constantFrom(...GOVERNMENTS),
  to: fc.constantFrom(...GOVERNMENTS, '64.99'),
  number: fc.integer({ min: 1, max: 5 }),
})

function firstState(): HubState {
  const parties = [...HOSTS].map(([government, name]): [string, Party] => [
    name,
    { name, governments: [government], logCursor: START, contact: 0, reported: false, owesConfirmed: false },
  ])
  return {
    law: LAW,
    hub: { incarnation: 1, startedAt: 0 },
    parties: new Map(parties),
    memberOf: HOSTS,
    register: [],
  }
}

/** A hub that goes through moves, with the numbers of its members' logs. */
class Walk {
  state = firstState()
  now = 1
  readonly #freshId = counter('e')
  readonly #granted = new Set<number>()
  readonly #seen = new Set<string>()

  constructor() {
    for (const government of GOVERNMENTS) this.#report(government, [])
    const [event] = filedChain()
    if (!event) throw new Error('A complaint that is filed has an event')
    this.#log(DOOR, {
      type: 'Filed',
      complaint: COMPLAINT,
      epoch: 1,
      door: DOOR,
      event,
      secretHash: '0'.repeat(64),
      dossier: DOSSIER,
      leaseClass: 'URGENT',
    })
  }

  get register(): Register {
    const [register] = this.state.register
    if (!register) throw new Error('The complaint is registered')
    return register
  }

  make({ type, government, to, number }: Move): void {
    const { holder, epoch, chain, request } = this.register
    switch (type) {
      case 'Extend':
        this.#log(holder, this.#event(chain, epoch, holder))
        return
      case 'Stray':
        this.#logUnlessRefused(government, this.#event(chain.slice(0, number), number, government))
        return
      case 'Offer':
        this.#offer(holder, to)
        return
      case 'Withdraw': {
        const id = number === 1 ? 'another' : (request?.id ?? 'none')
        this.#log(holder, { type: 'HandoverWithdrawn', complaint: COMPLAINT, epoch, request: id })
        return
      }
      case 'Contact':
        this.#step({ type: 'Contact', member: HOSTS.get(government) ?? '' })
        return
      case 'Advance':
        this.#step({ type: 'Advance', complaint: COMPLAINT })
        return
      case 'Wait':
        this.now += number * 10 * 3_600_000
        return
      case 'Restore':
        if (number > 1) return
        this.#step({ type: 'Restore', incarnation: this.state.hub.incarnation + 1 })
        return
      case 'Report':
        this.#report(government, [])
        this.#step({ type: 'EndRecovery' })
        return
      case 'Claim':
        this.#logUnlessRefused(government, this.#reportOf(this.#claim(government, number)))
        return
    }
  }

  #event(chain: readonly ChainEvent[], epoch: number, by: string): LogMessage {
    const event = extend(chain, epoch, by, 'EXTENDED', this.#freshId()).at(-1)
    if (!event) throw new Error('A chain that was extended has an end')
    return { type: 'Event', complaint: COMPLAINT, event }
  }

  #offer(holder: string, to: string): void {
    const { chain, epoch } = this.register
    const event = extend(chain, epoch, holder, 'HANDOVER_REQUESTED', this.#freshId()).at(-1)
    if (!event || to === holder) return
    const request = event.id
    const about = { complaint: COMPLAINT, epoch, request, to, reason: 'ELSEWHERE', dossier: DOSSIER }
    this.#log(holder, { type: 'HandoverRequested', ...about, event })
  }

  #claim(government: string, number: number): Extract<LogMessage, { type: 'Report' }>['rows'] {
    const { chain, epoch } = this.register
    const state = number > 3 ? 'OFFERING' : 'HOLDING'
    const own = { complaint: COMPLAINT, government, door: DOOR, dossier: DOSSIER, chain: chain.slice(0, number) }
    return [{ ...own, state, epoch: number === 5 ? epoch + 1 : Math.max(1, epoch - number + 1), annex: [] }]
  }

  #report(government: string, rows: Extract<LogMessage, { type: 'Report' }>['rows']): void {
    this.#log(government, this.#reportOf(rows))
  }

  #reportOf(rows: Extract<LogMessage, { type: 'Report' }>['rows']): LogMessage {
    return { type: 'Report', restored: false, hub: this.state.hub.incarnation, page: 0, last: true, rows }
  }

  /** What no honest member writes may be refused, and then changes nothing; its number is free for the next row. */
  #logUnlessRefused(government: string, message: LogMessage): void {
    const before = this.state
    try {
      this.#log(government, message)
    } catch (error) {
      if (!(error instanceof BrokenLog)) throw error
      expect(this.state).toBe(before)
    }
  }

  #log(government: string, message: LogMessage): void {
    const member = HOSTS.get(government) ?? ''
    const { n } = this.state.parties.get(member)?.logCursor ?? START
    this.#step({ type: 'ReadLog', member, row: { incarnation: 1, n: n + 1, message } })
  }

  #step(input: HubInput): void {
    this.now += 1000
    const before = this.state
    const frozen = JSON.stringify(before.register)
    const { state, out } = hubStep(before, input, this.now)
    expect(JSON.stringify(before.register)).toBe(frozen)
    this.state = state
    const [was] = before.register
    if (was) this.#check(before, was, input, out)
  }

  #check(before: HubState, was: Register, input: HubInput, out: readonly Outgoing[]): void {
    const { register } = this
    const events = [...register.chain, ...register.annex]
    for (const { id } of events) this.#seen.add(id)
    expect(new Set(events.map(({ id }) => id))).toEqual(this.#seen)
    expect(brokenAt(register.chain)).toBeUndefined()
    expect(register.epoch).toBeGreaterThanOrEqual(was.epoch)
    const grants = out.flatMap(({ message }) => (message.type === 'Grant' ? [message] : []))
    for (const grant of grants) this.#checkGrant(before, was, grant, out)
    if (was.standing.phase === 'UNSETTLED' && register.standing.phase === 'UNSETTLED') expect(out).toEqual([])
    // Nothing but a grant changes the holder, unless a claim is being collected.
    if (was.standing.phase === 'SETTLED' && input.type !== 'Restore' && was.holder !== register.holder) {
      expect(grants.at(-1)?.to).toBe(register.holder)
    }
  }

  #checkGrant(before: HubState, was: Register, grant: Grant, out: readonly Outgoing[]): void {
    expect(this.#granted.has(grant.epoch)).toBe(false)
    this.#granted.add(grant.epoch)
    expect(grant.epoch).toBeGreaterThan(was.epoch)
    // What is granted anew may be for somebody who is away, and repeats the reason of a grant that was not taken.
    if (grant.why === 'RESTORE' || grant.to === was.holder) return
    expect(inContact(before, grant.to, this.now)).toBe(true)
    const told = out.flatMap(({ to, message }) => (message.type === 'Released' ? [to] : []))
    expect(told).toEqual([was.holder])
    expect(grant.chain).toEqual(was.chain)
  }
}

test('the hub mints every epoch once, loses no event and grants only to who is in contact, whatever it reads', {
  timeout: LONGEST_MS,
}, () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 25 }), (moves) => {
      const walk = new Walk()
      for (const made of moves) walk.make(made)
    }),
    { numRuns: RUNS },
  )
})
