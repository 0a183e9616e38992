import type { MailMessage } from '@lawang/schema/exchange/messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { findPendingHandovers } from '../store/pending-handovers.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'
import { withdrawHandover } from './withdraw-handover.ts'

const OFFICER: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const ELSEWHERE: Actor = { ...OFFICER, region: '64.71' }

let member: TestMember

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

async function handOver({ inContact }: { readonly inContact: boolean }) {
  member.machine.inContact = inContact
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  const id = complaint.case?.id ?? ''
  await actOnCase(member.around, { type: 'handOver', case: id, to: '64', reason: 'Jalan provinsi.' }, OFFICER)
  return { complaint: complaint.id, case: id }
}

const pending = async (id: string) => (await findPendingHandovers(member.database, [id]))[0]
const verify = (id: string) =>
  actOnCase(member.around, { type: 'verify', case: id, category: 'public-works.roads' }, OFFICER)

test('a handover that waits for contact is shown without a time, and gone when it is withdrawn', async () => {
  const { case: id, complaint } = await handOver({ inContact: false })
  expect(await pending(id)).toEqual({ to: '64', reason: 'Jalan provinsi.' })
  await withdrawHandover(member.around, id, OFFICER)
  expect(await pending(id)).toBeUndefined()
  expect(await member.logOf('HandoverRequested', complaint)).toEqual([])
})

test('a handover that was asked for goes on being pending until the hub has ended it, and the case is free then', async () => {
  const { case: id, complaint } = await handOver({ inContact: true })
  expect(await pending(id)).toEqual({ to: '64', reason: 'Jalan provinsi.', since: TUESDAY })
  await withdrawHandover(member.around, id, OFFICER)
  const [withdrawn] = await member.logOf('HandoverWithdrawn', complaint)
  const [requested] = await member.logOf('HandoverRequested', complaint)
  if (!withdrawn || !requested) throw new Error('The log does not tell of the withdrawal')
  expect(withdrawn.request).toBe(requested.request)
  expect(await pending(id)).toBeDefined()
  await expect(verify(id)).rejects.toMatchObject({ code: 'HANDOVER_PENDING' })
  const answer: MailMessage = {
    ...{ type: 'Withdrawn', complaint, government: '64.08', epoch: 1 },
    ...{ request: requested.request, reason: 'WITHDRAWN' },
  }
  await member.receive(answer)
  expect(await pending(id)).toBeUndefined()
  expect(await verify(id)).toMatchObject({ status: 'VERIFIED' })
})

test('where no handover is pending there is nothing to withdraw, and others may not', async () => {
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  const id = complaint.case?.id ?? ''
  await expect(withdrawHandover(member.around, id, OFFICER)).rejects.toMatchObject({ code: 'NO_HANDOVER_PENDING' })
  await expect(withdrawHandover(member.around, id, ELSEWHERE)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(withdrawHandover(member.around, id, PUBLIC)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})
