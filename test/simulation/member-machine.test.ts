import { Refusal } from '@lawang/schema/errors'
import { brokenAt } from '@lawang/schema/exchange/chain'
import type { Custody } from '@lawang/schema/exchange/custody'
import { isAccountable, knownCustody, mayAct } from '@lawang/schema/exchange/custody'
import { LAW } from '@lawang/schema/exchange/law'
import { NO_LEASE, type Now } from '@lawang/schema/exchange/lease'
import type { MemberInput, MemberState } from '@lawang/schema/exchange/member-state'
import { memberStep } from '@lawang/schema/exchange/member-step'
import type { ChainEvent, LogMessage, MailMessage } from '@lawang/schema/exchange/messages'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AT, DATA, DOSSIER } from './content.ts'
import { COMPLAINT, counter, DOOR, extend, filedChain, grantTo, LEASED, MEMBER, memberState } from './sample.ts'

/**
 * Anything in any order, sensible or not, happens to one complaint at one government; what must be true of every step of
 * a member has to be true of each. `LAWANG_PROPERTY_RUNS` sets how many sequences are tried.
 */
const RUNS = Number(process.env.LAWANG_PROPERTY_RUNS ?? 1_000)
/** A hundred thousand sequences take minutes: they may, without being taken for a standstill. */
const LONGEST_MS = 60_000 + RUNS * 30
const OTHER = '64'

/** A move is drawn without knowing the state: most mail is therefore stale, early or for somebody else's request. */
type Move =
  | {
      readonly kind: 'command'
      readonly type: 'File' | 'Act' | 'Close' | 'Reopen' | 'Note' | 'Offer' | 'Wish' | 'SendWish' | 'Withdraw'
    }
  | {
      readonly kind: 'mail'
      readonly type: MailMessage['type']
      readonly epoch: number
      readonly fresh: boolean
      readonly to: number
    }
  | { readonly kind: 'life'; readonly type: 'Restore' | 'MeetHub' | 'Lapse' | 'Renew' }

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constant('command' as const),
    type: fc.constantFrom('File', 'Act', 'Close', 'Reopen', 'Note', 'Offer', 'Wish', 'SendWish', 'Withdraw'),
  }),
  fc.record({
    kind: fc.constant('mail' as const),
    type: fc.constantFrom('Grant', 'Released', 'Withdrawn', 'Event', 'View', 'Confirmed'),
    epoch: fc.integer({ min: 1, max: 6 }),
    fresh: fc.boolean(),
    to: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ kind: fc.constant('life' as const), type: fc.constantFrom('Restore', 'MeetHub', 'Lapse', 'Renew') }),
)

function inputOf(made: Extract<Move, { kind: 'command' }>): MemberInput {
  const one = { complaint: COMPLAINT, government: DOOR, data: DATA }
  switch (made.type) {
    case 'File':
      return { type: 'File', leaseClass: 'NORMAL', dossier: DOSSIER, secretHash: '0'.repeat(64), ...one }
    case 'Act':
      return { type: 'Act', event: 'EXTENDED', ...one }
    case 'Close':
      return { type: 'Act', event: 'CLOSED', ...one }
    case 'Reopen':
      return { type: 'Act', event: 'REOPENED', ...one }
    case 'Note':
      return { type: 'Note', event: 'REPLIED', ...one }
    case 'Offer':
    case 'Wish':
      return { type: 'RequestHandover', to: OTHER, reason: 'ELSEWHERE', inContact: made.type === 'Offer', ...one }
    case 'SendWish':
      return { type: 'SendWish', ...one }
    case 'Withdraw':
      return { type: 'WithdrawHandover', complaint: COMPLAINT, government: DOOR }
    default:
      return made.type satisfies never
  }
}

/** Mail as a hub could have written it at some time, about the copy that the member has now. */
function messageOf(
  made: Extract<Move, { kind: 'mail' }>,
  row: Custody | undefined,
  freshId: () => string,
): MailMessage {
  const known = row ? knownCustody(row).epoch : 1
  const epoch = made.fresh ? known + 1 : made.epoch
  const chain = row?.chain ?? filedChain()
  const about = { complaint: COMPLAINT, government: DOOR }
  switch (made.type) {
    case 'Grant':
      return grantTo(DOOR, epoch, chain.slice(0, Math.max(1, chain.length - 1)))
    case 'Released':
      return { type: 'Released', ...about, epoch: epoch - 1, newEpoch: epoch, to: OTHER, length: chain.length - 1 }
    case 'Withdrawn': {
      const standing = row?.standing
      const request = made.fresh && standing?.state === 'OFFERING' ? standing.request : 'another'
      return { type: 'Withdrawn', ...about, epoch: standing?.epoch ?? epoch, request, reason: 'WITHDRAWN' }
    }
    case 'Event': {
      const event = extend(chain, Math.max(known, epoch), OTHER, 'EXTENDED', freshId()).at(-1)
      if (!event) throw new Error('A chain that was extended has an end')
      return { type: 'Event', ...about, canonical: made.fresh, event }
    }
    case 'View':
      return made.fresh
        ? { type: 'View', ...about, epoch, holder: OTHER }
        : { type: 'View', ...about, epoch, holder: OTHER, dossier: DOSSIER, chain, annex: [] }
    case 'Confirmed':
      return { type: 'Confirmed', incarnation: made.epoch }
    default:
      return made.type satisfies never
  }
}

/** A member that goes through moves; its clock runs on with each. */
class Walk {
  state: MemberState = memberState(undefined)
  now: Now = { boot: 'boot', clock: 0, at: AT }
  readonly seen = new Set<string>()
  readonly #freshId = counter('e')
  #mail = 0

  make(made: Move): void {
    this.now = { ...this.now, clock: this.now.clock + 1000 }
    if (made.kind === 'life') {
      this.#live(made.type)
      return
    }
    const input = made.kind === 'command' ? inputOf(made) : this.#mailInput(made)
    this.#step(input)
  }

  #mailInput(made: Extract<Move, { kind: 'mail' }>): MemberInput {
    this.#mail = Math.max(this.#mail, this.state.member.mailCursor.n) + 1
    const { hubIncarnation, incarnation } = this.state.member
    const message = messageOf(made, this.state.rows[0], this.#freshId)
    const to = Math.max(1, incarnation - made.to)
    return { type: 'ReadMail', row: { incarnation: hubIncarnation, n: this.#mail, to, message }, data: DATA }
  }

  #live(type: Extract<Move, { kind: 'life' }>['type']): void {
    const { member } = this.state
    if (type === 'Lapse') this.state = { ...this.state, mark: NO_LEASE }
    if (type === 'Renew') this.state = { ...this.state, mark: LEASED }
    if (type === 'Restore') this.#step({ type, incarnation: member.incarnation + 1 })
    if (type === 'MeetHub') {
      this.#mail = 0
      this.#step({ type, hubIncarnation: member.hubIncarnation + 1 })
    }
  }

  #step(input: MemberInput): void {
    const before = this.state
    const frozen = JSON.stringify(before)
    try {
      const { state, out } = memberStep(before, input, this.now, this.#freshId)
      this.state = { ...before, ...state, rows: state.rows.length > 0 ? state.rows : before.rows }
      this.#check(before, input, out)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    expect(JSON.stringify(before)).toBe(frozen)
  }

  #check(before: MemberState, input: MemberInput, out: readonly LogMessage[]): void {
    const [row] = this.state.rows
    const [was] = before.rows
    if (!row) return
    const events = [...row.chain, ...row.annex]
    for (const { id } of events) this.seen.add(id)
    // Nothing that was ever here is gone, and nothing is here twice.
    expect(new Set(events.map(({ id }) => id))).toEqual(this.seen)
    expect(events.length).toBe(this.seen.size)
    expect(brokenAt(row.chain)).toBeUndefined()
    if (was) checkCustody(was, row, before, input, this.now)
    checkLog(row, out)
  }
}

function checkCustody(was: Custody, row: Custody, before: MemberState, input: MemberInput, now: Now): void {
  expect(knownCustody(row).epoch).toBeGreaterThanOrEqual(knownCustody(was).epoch)
  if (input.type === 'Act') {
    const closed = was.standing.state === 'CLOSED'
    const acting: Custody = closed ? { ...was, standing: { state: 'HOLDING', epoch: was.standing.epoch } } : was
    expect(mayAct(before.member, before.mark, acting, now, LAW)).toBe(true)
  }
  // Only mail takes custody away, and only a Grant brings it.
  if (isAccountable(was) && !isAccountable(row)) expect(input.type).toBe('ReadMail')
  if (!isAccountable(was) && isAccountable(row)) {
    expect(input.type === 'ReadMail' && input.row.message.type).toBe('Grant')
  }
}

/** The log says what the row has become: its events are the row's, and a new event is always told. */
function checkLog(row: Custody, out: readonly LogMessage[]): void {
  for (const message of out) {
    if (message.type === 'Report') expect(message.rows.length).toBe(1)
    else if (message.type !== 'HandoverWithdrawn') expect(idsOf(row)).toContain(message.event.id)
  }
}

function idsOf(row: Custody): readonly string[] {
  return [...row.chain, ...row.annex].map((event: ChainEvent) => event.id)
}

test('a member loses no event, forgets no epoch and acts only while it may, whatever it is told', {
  timeout: LONGEST_MS,
}, () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 25 }), (moves) => {
      const walk = new Walk()
      walk.make({ kind: 'command', type: 'File' })
      for (const made of moves) walk.make(made)
    }),
    { numRuns: RUNS },
  )
})

test('a row of mail that comes again changes nothing', () => {
  const state = memberState(undefined, LEASED, MEMBER)
  const row = { incarnation: 1, n: 1, to: 1, message: grantTo(DOOR, 2, filedChain()) }
  const once = memberStep(
    state,
    { type: 'ReadMail', row, data: DATA },
    { boot: 'boot', clock: 0, at: AT },
    counter('e'),
  )
  const twice = memberStep(
    once.state,
    { type: 'ReadMail', row, data: DATA },
    { boot: 'boot', clock: 0, at: AT },
    counter('e'),
  )
  expect(twice).toEqual({ state: once.state, out: [] })
})
