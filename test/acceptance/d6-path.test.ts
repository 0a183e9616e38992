import { beforeAll, describe, expect, it } from 'vitest'
import { dataOf, type Event, type Filed, file, followTo, read, readWhen } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { agencyOf, anybody, type Official, official } from './officials.ts'

const LAMPS = {
  door: '00',
  kind: 'COMPLAINT',
  title: 'Lampu jalan padam',
  body: 'Lampu di jalan depan sekolah padam sejak bulan lalu.',
  location: '64.08.04',
  channel: 'WEB',
  confidential: true,
  anonymous: true,
} as const

const ANSWER = 'Lampu sudah diganti.'

/** What every hop is to look like, from whoever's side. */
const WAY = [
  ['FILED', undefined, undefined],
  ['HANDED_OVER', '00', '64'],
  ['HANDED_OVER', '64', '64.08'],
  ['VERIFIED', undefined, undefined],
  ['ASSIGNED', undefined, undefined],
  ['STARTED', undefined, undefined],
  ['ANSWERED', undefined, undefined],
] as const

describe('a complaint that is filed at the centre goes through the province to the agency of a regency, and its answer comes back', () => {
  const reporter = anybody()
  let centre: Official
  let province: Official
  let kominfo: Official
  let dishub: string
  let filed: Filed
  let seenLive: Promise<readonly Event[]>

  const caseNow = async (): Promise<string> => {
    const { case: now } = await read(reporter, filed.id)
    return now?.id ?? expect.fail('the complaint has no case')
  }
  /** The holder's case, once the door knows that this government has it. */
  const caseAt = async (government: string): Promise<string> => {
    await expect
      .poll(async () => (await read(reporter, filed.id)).handledBy?.region.code, { timeout: 20_000 })
      .toBe(government)
    return caseNow()
  }

  beforeAll(async () => {
    centre = await official({ role: 'coordinator', region: '00' })
    province = await official({ role: 'coordinator', region: '64' })
    kominfo = await official({ role: 'coordinator', region: '64.08' })
    dishub = await agencyOf('64.08', 'Dishub')
    filed = await file(reporter, { ...LAMPS, idempotencyKey: crypto.randomUUID() })
    seenLive = followTo(anybody(), filed.id, 'ANSWERED')
  })

  it('the centre hands it to the province, the province to the regency', async () => {
    await centre.act('HandOverCase', { case: await caseNow(), to: '64', reason: 'Jalan di Kalimantan Timur.' })
    await province.act('HandOverCase', { case: await caseAt('64'), to: '64.08', reason: 'Jalan kabupaten.' })
    expect(await caseAt('64.08')).toMatch(/^6408-/)
  })

  it("the regency's coordinator gives it to its agency, which writes the answer that the coordinator releases", async () => {
    const id = await caseNow()
    await kominfo.act('VerifyCase', { case: id, category: 'transport.street-lighting' })
    await kominfo.act('AssignCase', { case: id, agency: dishub })
    const agency = await official({ role: 'operator', region: '64.08', agency: dishub })
    await agency.act('StartCase', { case: id })
    const draft = `mutation ($input: DraftAnswerInput!) { draftAnswer(input: $input) { status } }`
    dataOf(await agency.client.ask({ query: draft, variables: { input: { case: id, body: ANSWER } } }))
    // a draft tells the reporter nothing: the door knows of the work and of no answer
    expect((await readWhen(reporter, filed.id, 'STARTED')).status).toBe('IN_PROGRESS')
    const release = `mutation ($input: ReleaseAnswerInput!) { releaseAnswer(input: $input) { status } }`
    dataOf(await kominfo.client.ask({ query: release, variables: { input: { case: id } } }))
  })

  it('the reporter reads every hop in order, and the answer, with the secret of the receipt alone', async () => {
    await readWhen(reporter, filed.id, 'ANSWERED')
    const asked = { query: operation('Complaint'), variables: { id: filed.id, secret: filed.receipt.secret } }
    const { complaint } = dataOf(await reporter.ask<{ complaint: Read }>(asked))
    expect(complaint.journey.map(hop)).toEqual(WAY)
    expect(complaint.journey.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(complaint.answers).toMatchObject([{ body: ANSWER, agency: { id: dishub } }])
    const stranger = await anybody().ask<{ complaint: Read }>({ ...asked, variables: { id: filed.id } })
    expect(dataOf(stranger).complaint.answers).toEqual([])
  })

  it('whoever follows it has been told each hop as it happened, in order and once', async () => {
    const events = await seenLive
    expect(events.map(hop)).toEqual(WAY)
  })

  it("the centre's own server shows its officers the same way and answer", async () => {
    const origin = await official({ role: 'coordinator', region: '00' }, 'national')
    const asked = { query: operation('Complaint'), variables: { id: filed.id } }
    const { complaint } = dataOf(await origin.client.ask<{ complaint: Read }>(asked))
    expect(complaint.journey.map(hop)).toEqual(WAY)
    expect(complaint.handledBy?.region.code).toBe('64.08')
  })

  it('those who had it cannot act on it any more', async () => {
    expect(await province.refusals('StartCase', { case: await caseNow() })).toEqual(['FORBIDDEN'])
  })
})

interface Step {
  readonly sequence: number
  readonly type: string
  readonly from: { readonly code: string } | null
  readonly to: { readonly code: string } | null
}

interface Read {
  readonly journey: readonly Step[]
  readonly answers: readonly unknown[]
  readonly handledBy: { readonly region: { readonly code: string } } | null
}

function hop({ type, from, to }: Step): readonly [string, string | undefined, string | undefined] {
  return [type, from?.code, to?.code]
}
