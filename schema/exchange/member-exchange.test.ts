import { describe, expect, test } from 'vitest'
import type { Member } from './custody.ts'
import type { ExchangeAnswer } from './exchange-messages.ts'
import { LAW } from './law.ts'
import { leaseLeft, NO_LEASE, renewLease } from './lease.ts'
import { judgePush } from './mail-push.ts'
import { isRestored, judgeAnswer } from './member-exchange.ts'
import type { MailRow } from './messages.ts'

const MEMBER: Member = {
  name: 'member',
  incarnation: 2,
  quarantined: false,
  hubIncarnation: 3,
  mailCursor: { incarnation: 3, n: 4 },
}
const LOG_HEAD = { incarnation: 2, n: 7 }
const ANSWER: ExchangeAnswer = {
  session: 'session',
  sent: 1000,
  hubIncarnation: 3,
  logCursor: { incarnation: 2, n: 7 },
  mail: [],
  drained: true,
  renew: ['NORMAL'],
}

function mail(...numbers: readonly number[]): readonly MailRow[] {
  return numbers.map((n) => ({ incarnation: 3, n, to: 2, message: { type: 'Confirmed', incarnation: 2 } }))
}

function judge(answer: Partial<ExchangeAnswer>) {
  return judgeAnswer(MEMBER, 'session', LOG_HEAD, { ...ANSWER, ...answer })
}

describe('an answer', () => {
  test('to another process is discarded', () => {
    expect(judge({ session: 'before' })).toEqual({ kind: 'DISCARD' })
  })

  test('of a hub that has been replaced is discarded', () => {
    expect(judge({ hubIncarnation: 2 })).toEqual({ kind: 'DISCARD' })
  })

  test('of a hub that was restored is met before anything in it is read', () => {
    expect(judge({ hubIncarnation: 4, mail: mail(5) })).toEqual({ kind: 'MEET' })
  })

  test('that knows rows which this log has not says that the database is an older one', () => {
    expect(judge({ logCursor: { incarnation: 2, n: 8 } })).toEqual({ kind: 'RESTORED' })
    expect(judge({ logCursor: { incarnation: 3, n: 1 } })).toEqual({ kind: 'RESTORED' })
  })

  test('is read from the cursor on, and renews when it ends the mail', () => {
    expect(judge({ mail: mail(4, 5, 6) })).toEqual({ kind: 'READ', rows: mail(5, 6), renews: true })
  })

  test('that does not end the mail renews nothing', () => {
    expect(judge({ drained: false })).toMatchObject({ renews: false })
  })

  test('that begins behind what was pruned is read by a restored member, and by no other', () => {
    const answer = { ...ANSWER, mail: mail(9, 10, 12) }
    const restored = { ...MEMBER, quarantined: true }
    expect(judgeAnswer(restored, 'session', LOG_HEAD, answer)).toMatchObject({ rows: mail(9, 10), renews: false })
    expect(judge(answer)).toMatchObject({ rows: [], renews: false })
  })

  test('with a gap is read up to it and renews nothing', () => {
    expect(judge({ mail: mail(5, 7) })).toEqual({ kind: 'READ', rows: mail(5), renews: false })
  })
})

describe('a push', () => {
  const ofHub = (incarnation: number) => mail(1).map((row) => ({ ...row, incarnation }))

  test('is read from the cursor on, up to the first row that does not follow', () => {
    expect(judgePush(MEMBER, { mail: mail(3, 4, 5, 6) })).toEqual(mail(5, 6))
    expect(judgePush(MEMBER, { mail: mail(5, 7, 8) })).toEqual(mail(5))
    expect(judgePush(MEMBER, { mail: mail(6, 7) })).toEqual([])
  })

  test('of another incarnation of the hub than was met is left to the answers, which meet it first', () => {
    expect(judgePush(MEMBER, { mail: ofHub(2) })).toEqual([])
    expect(judgePush(MEMBER, { mail: ofHub(4) })).toEqual([])
    expect(judgePush(MEMBER, { mail: [...mail(5), ...ofHub(4)] })).toEqual(mail(5))
  })

  test('leaves it to an answer to say where the mail of a restored member begins', () => {
    expect(judgePush({ ...MEMBER, quarantined: true }, { mail: mail(9, 10) })).toEqual([])
  })
})

describe('a lease', () => {
  const now = { boot: 'boot', clock: 5000, at: '' }

  test('counts from the question, not from the answer', () => {
    const mark = renewLease(NO_LEASE, 1000, ['NORMAL'], LAW, now)
    expect(leaseLeft(mark, 'NORMAL', now)).toBe(LAW.lease.NORMAL - 4000)
    expect(leaseLeft(mark, 'URGENT', now)).toBe(0)
  })

  test('is never shortened by an answer that was overtaken', () => {
    const late = renewLease(NO_LEASE, 4000, ['NORMAL'], LAW, now)
    expect(renewLease(late, 1000, ['NORMAL'], LAW, now)).toEqual(late)
  })

  test('ends with the boot of the machine', () => {
    const mark = renewLease(NO_LEASE, 1000, ['NORMAL'], LAW, now)
    expect(leaseLeft(mark, 'NORMAL', { ...now, boot: 'another' })).toBe(0)
  })
})

describe('a database', () => {
  const file = { incarnation: 2, logHead: LOG_HEAD, mailCursor: MEMBER.mailCursor, mark: NO_LEASE }

  test('that is as new as the file is used as it is', () => {
    expect(isRestored(file, MEMBER, LOG_HEAD)).toBe(false)
    expect(isRestored(file, MEMBER, { incarnation: 2, n: 9 })).toBe(false)
  })

  test('that lags behind the file in anything is a restored backup', () => {
    expect(isRestored({ ...file, incarnation: 3 }, MEMBER, LOG_HEAD)).toBe(true)
    expect(isRestored({ ...file, logHead: { incarnation: 2, n: 8 } }, MEMBER, LOG_HEAD)).toBe(true)
    expect(isRestored({ ...file, mailCursor: { incarnation: 3, n: 5 } }, MEMBER, LOG_HEAD)).toBe(true)
  })

  test('without a file is taken for a restored backup', () => {
    expect(isRestored(undefined, MEMBER, LOG_HEAD)).toBe(true)
  })
})
