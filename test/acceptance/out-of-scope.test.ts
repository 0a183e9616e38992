import { describe, expect, it } from 'vitest'
import { dataOf, file, read } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { anybody, official } from './officials.ts'

const CRIME = {
  ...{ door: '64.08', kind: 'COMPLAINT', channel: 'WEB', anonymous: true },
  title: 'Motor dicuri',
  body: 'Motor saya dicuri di depan rumah semalam.',
  category: 'security.police',
  details: [{ key: 'matter', value: 'CRIME_REPORT' }],
  location: '64.08.04',
} as const

interface Journey {
  readonly journey: readonly { readonly type: string; readonly reason: string | null }[]
}

describe.each([
  ['a crime', 'OUT_OF_SCOPE_CRIME', 'SPKT'],
  ['the legislature', 'OUT_OF_SCOPE_LEGISLATURE', 'DPRD'],
  ['a ruling of a court', 'OUT_OF_SCOPE_COURT', 'upaya hukum'],
])('what is about %s', (_matter, reason, named) => {
  it('is referred to whom it belongs to, in words that the reporter reads, and can be taken up again once', async () => {
    const reporter = anybody()
    const filed = await file(reporter, { ...CRIME, idempotencyKey: crypto.randomUUID() })
    const { case: opened } = await read(reporter, filed.id)
    const coordinator = await official({ role: 'coordinator', region: '64.08' })
    const input = { case: opened?.id, reason, explanation: 'Bukan pengaduan pelayanan publik.' }
    expect(await coordinator.act('ArchiveCase', input)).toBe('ARCHIVED')

    const answer = await reporter.ask<{ complaint: Journey }>({
      query: operation('Complaint'),
      variables: { id: filed.id },
    })
    const last = dataOf(answer).complaint.journey.at(-1)
    expect(last).toMatchObject({ type: 'ARCHIVED', reason: expect.stringContaining(named) })

    const reopen = 'mutation ($input: ReopenComplaintInput!) { reopenComplaint(input: $input) { status } }'
    const secret = filed.receipt.secret
    const again = { complaint: filed.id, secret, reason: 'Ini tentang pelayanan di kantor polisi.' }
    const reopened = await reporter.ask<{ reopenComplaint: unknown }>({ query: reopen, variables: { input: again } })
    expect(dataOf(reopened).reopenComplaint).toMatchObject({ status: expect.not.stringMatching('ARCHIVED') })
  })

  it('is never archived for being somebody else’s', async () => {
    const coordinator = await official({ role: 'coordinator', region: '64.08' })
    const filed = await file(anybody(), { ...CRIME, idempotencyKey: crypto.randomUUID() })
    const { case: opened } = await read(anybody(), filed.id)
    const input = { case: opened?.id, reason: 'NOT_OURS', explanation: 'Bukan kewenangan.' }
    expect(await coordinator.refusals('ArchiveCase', input)).toEqual(['INVALID_ARCHIVE_REASON'])
  })
})
