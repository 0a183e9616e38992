import { Refusal } from '@lawang/schema/errors'
import type { Custody } from '@lawang/schema/exchange/custody'
import type { MemberInput } from '@lawang/schema/exchange/member-state'
import type { Grant, MailMessage } from '@lawang/schema/exchange/messages'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readCustodies } from '../store/custodies.ts'
import { readMember } from '../store/member-row.ts'
import { fileComplaint } from './file-complaint.ts'
import { inCustody } from './in-custody.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

/** The simulator runs the steps over memory; that the product runs them over PostgreSQL must make no difference. */
const RUNS = 25
const DOOR = '64.08'
const ELSEWHERE = '64'

let member: TestMember
beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: [DOOR], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

/** What may happen to a complaint; messages are made to fit the state, or to come too early or too late. */
const happening = fc.oneof(
  fc.constantFrom('act', 'close', 'note', 'request', 'wish', 'send wish', 'withdraw', 'withdrawn'),
  fc.record({ mail: fc.constantFrom('grant', 'released', 'view', 'event'), ahead: fc.integer({ min: -1, max: 2 }) }),
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

function inputOf(what: Happening, row: Custody, n: number): MemberInput {
  const { complaint, government, chain, dossier, standing } = row
  const owner = { complaint, government }
  const data = chain[0]?.data
  if (!data) throw new Error('there is no event')
  if (typeof what === 'object') {
    const epoch = Math.max(1, standing.epoch + what.ahead)
    const message = mailOf(what.mail, row, epoch)
    return { type: 'ReadMail', data, row: { incarnation: 1, n, to: 1, message } }
  }
  const wish = { to: ELSEWHERE, reason: 'Reason' }
  switch (what) {
    case 'act':
      return { type: 'Act', ...owner, event: 'VERIFIED', data }
    case 'close':
      return { type: 'Act', ...owner, event: 'ARCHIVED', data }
    case 'note':
      return { type: 'Note', ...owner, event: 'REPLIED', data }
    case 'request':
      return { type: 'RequestHandover', ...owner, ...wish, inContact: true, data }
    case 'wish':
      return { type: 'RequestHandover', ...owner, ...wish, inContact: false, data }
    case 'send wish':
      return { type: 'SendWish', ...owner, data }
    case 'withdraw':
      return { type: 'WithdrawHandover', ...owner }
    case 'withdrawn': {
      const request = standing.state === 'OFFERING' ? standing.request : 'none'
      const message = { type: 'Withdrawn', ...owner, epoch: standing.epoch, request, reason: 'WITHDRAWN' } as const
      return { type: 'ReadMail', data: { ...data, reason: dossier.title }, row: { incarnation: 1, n, to: 1, message } }
    }
    default:
      return what satisfies never
  }
}

function mailOf(kind: 'grant' | 'released' | 'view' | 'event', row: Custody, epoch: number): MailMessage {
  const { complaint, government, door, dossier, chain, annex } = row
  const owner = { complaint, government }
  const shorter = chain.slice(0, Math.max(1, chain.length - 1))
  const last = chain.at(-1)
  if (!last) throw new Error('there is no event')
  const why: Pick<Grant, 'why' | 'reason'> = { why: 'RESTORE', reason: 'RESTORE' }
  switch (kind) {
    case 'grant':
      return {
        type: 'Grant',
        complaint,
        epoch,
        door,
        from: ELSEWHERE,
        to: door,
        dossier,
        chain: shorter,
        annex,
        ...why,
      }
    case 'released':
      return { type: 'Released', ...owner, epoch, newEpoch: epoch + 1, to: ELSEWHERE, length: shorter.length }
    case 'view':
      return { type: 'View', ...owner, epoch, holder: ELSEWHERE, dossier, chain: shorter, annex }
    case 'event':
      return { type: 'Event', ...owner, canonical: true, event: { ...last, id: `copy of ${last.id}` } }
  }
}

/** As JSON says it: what is undefined is not there. An annex is a set. */
function plain({ annex, ...row }: Custody): unknown {
  return JSON.parse(JSON.stringify({ ...row, annex: annex.map((event) => event.id).sort() }))
}

test('whatever happens to a complaint, the database has what the steps left in memory', async () => {
  const property = fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 12 }), async (happenings) => {
    const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
    const owner = { complaint: complaint.id, government: DOOR }
    for (const what of happenings) {
      const before = await stored(complaint.id)
      const input = inputOf(what, before, await nextMail())
      const after = await inCustody(member.around, [owner], ({ take, rowOf }) => {
        take(input)
        return rowOf(owner)
      }).catch((error: unknown) => {
        if (error instanceof Refusal) return before
        throw error
      })
      expect(plain(await stored(complaint.id))).toEqual(after && plain(after))
    }
  })
  await fc.assert(property, { numRuns: RUNS })
})

async function stored(complaint: string): Promise<Custody> {
  const found = (await readCustodies(member.database)).find((row) => row.complaint === complaint)
  if (!found) throw new Error('the complaint is lost')
  return found
}

async function nextMail(): Promise<number> {
  return (await readMember(member.database, 'member')).member.mailCursor.n + 1
}
