import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { CLIENT_KINDS } from './clients/all.ts'
import type { Answered, Client } from './clients/client.ts'
import { codesOf, dataOf, ELECTRICITY, type Filed, file, followTo, read, STREET_LIGHTS, tokenFor } from './hub.ts'
import { OPERATION_NAMES, OPERATIONS_TEXT, operation } from './operations-file.ts'

const { gateway, dataFolder } = inject('network')
const OPEN_CASES = ['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS']

interface Worklists {
  readonly worklist: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly edges: readonly { readonly node: { readonly id: string; readonly openedAt: string } }[]
  }
}

describe.each(CLIENT_KINDS)('the operations of the contract, sent with $name', (kind) => {
  const sent = new Set<string>()
  let anybody: Client
  let coordinator: Client
  let overseer: Client

  const ask = async <T>(
    client: Client,
    name: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answered<T>> => {
    sent.add(name)
    return client.ask<T>({ query: operation(name), variables })
  }
  const act = async (name: string, input: Record<string, unknown>): Promise<unknown> => {
    const data = dataOf(await ask<Record<string, { status: string }>>(coordinator, name, { input }))
    return Object.values(data)[0]?.status
  }
  const fileHere = async (input: Record<string, unknown>): Promise<Filed> => {
    sent.add('FileComplaint')
    return file(anybody, { ...input, idempotencyKey: crypto.randomUUID() })
  }
  const openCase = async (): Promise<{ complaint: string; case: string }> => {
    const { id } = await fileHere(STREET_LIGHTS)
    const complaint = await read(anybody, id)
    if (!complaint.case) throw new Error('The complaint has no case')
    return { complaint: id, case: complaint.case.id }
  }

  beforeAll(async () => {
    anybody = kind.connect(gateway)
    coordinator = kind.connect(gateway, await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' }))
    overseer = kind.connect(gateway, await tokenFor(dataFolder, { role: 'overseer' }))
  })
  afterAll(async () => {
    await anybody.close()
    await coordinator.close()
    await overseer.close()
  })

  it('files a complaint, reads it and follows it to the competent government', async () => {
    const filed = await fileHere(ELECTRICITY)
    expect(filed).toMatchObject({ status: 'FILED', handledBy: { region: { code: '64.08' } } })
    expect(filed.receipt.secret).toEqual(expect.any(String))
    sent.add('ComplaintChanged')
    const events = await followTo(anybody, filed.id, 'HANDED_OVER')
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['FILED', 1],
      ['HANDED_OVER', 2],
    ])
    const answer = await ask<{ complaint: unknown }>(anybody, 'Complaint', {
      id: filed.id,
      secret: filed.receipt.secret,
    })
    expect(dataOf(answer).complaint).toMatchObject({ id: filed.id, title: ELECTRICITY.title, door: { code: '64.08' } })
  })

  it('lists complaints of every tier, and the feed continues from the list', async () => {
    const first = await fileHere(STREET_LIGHTS)
    const list = async () =>
      dataOf(
        await ask<{ complaints: { feedCursor: string; edges: { node: { id: string } }[] } }>(anybody, 'Complaints', {
          filter: { region: '64.08' },
          first: 5,
        }),
      ).complaints
    const listed = async () => (await list()).edges.map(({ node }) => node.id)
    await expect.poll(listed, { timeout: 20_000 }).toContain(first.id)
    const { feedCursor } = await list()
    const second = await fileHere(STREET_LIGHTS)
    const asked = { query: operation('ComplaintChanged'), variables: { region: '64.08', after: feedCursor } }
    for await (const answer of anybody.follow<{ complaintChanged: { complaint: { id: string } } }>(asked)) {
      expect(dataOf(answer).complaintChanged.complaint.id).toBe(second.id)
      break
    }
  })

  it('reads categories, regions, agencies and who is competent', async () => {
    const reference = dataOf(await ask<{ categories: unknown[]; regions: unknown[] }>(anybody, 'Reference'))
    expect(reference.categories.length).toBeGreaterThan(100)
    expect(reference.regions).toContainEqual(
      expect.objectContaining({ code: '64.08', name: expect.any(String), tier: 'REGENCY' }),
    )
    const agencies = dataOf(await ask<{ agencies: unknown[] }>(anybody, 'Agencies', { region: '64.08' })).agencies
    expect(agencies[0]).toMatchObject({ region: { code: '64.08' }, openCases: expect.any(Number) })
    const { category, location } = ELECTRICITY
    const answer = await ask<{ competence: unknown }>(anybody, 'Competence', { category, location, details: [] })
    expect(dataOf(answer).competence).toMatchObject({ region: { code: '00' }, definite: true })
  })

  it('works on a case: verify, assign, start, answer, close', async () => {
    const { complaint, case: id } = await openCase()
    const agencies = dataOf(
      await ask<{ agencies: { id: string; shortName: string }[] }>(anybody, 'Agencies', { region: '64.08' }),
    ).agencies
    const agency = agencies.find(({ shortName }) => shortName === 'Dishub')?.id
    expect(await act('VerifyCase', { case: id, category: STREET_LIGHTS.category })).toBe('VERIFIED')
    expect(await act('AssignCase', { case: id, agency })).toBe('ASSIGNED')
    expect(await act('StartCase', { case: id })).toBe('IN_PROGRESS')
    expect(await act('AnswerCase', { case: id, body: 'Lampu sudah diganti.' })).toBe('ANSWERED')
    expect(await act('CloseCase', { case: id })).toBe('CLOSED')
    expect(await read(anybody, complaint)).toMatchObject({
      status: 'CLOSED',
      case: { status: 'CLOSED' },
      answers: [{ body: 'Lampu sudah diganti.' }],
    })
    const types = (await read(anybody, complaint)).journey.map(({ type }) => type)
    expect(types).toEqual(['FILED', 'VERIFIED', 'ASSIGNED', 'STARTED', 'ANSWERED', 'CLOSED'])
  })

  it('hands a case over to the province', async () => {
    const { complaint, case: id } = await openCase()
    await act('HandOverCase', { case: id, to: '64', reason: 'Jalan itu milik provinsi.' })
    const events = await followTo(anybody, complaint, 'HANDED_OVER')
    expect(events.at(-1)).toMatchObject({ from: { code: '64.08' }, to: { code: '64' } })
  })

  it('has nothing to withdraw where no handover is pending', async () => {
    const { case: id } = await openCase()
    const refused = await ask(coordinator, 'WithdrawHandover', { input: { case: id } })
    expect(codesOf(refused)).toEqual(['NO_HANDOVER_PENDING'])
  })

  it('archives a case with a reason, and never because it is not ours', async () => {
    const { complaint, case: id } = await openCase()
    const input = { case: id, reason: 'NOT_OURS', explanation: 'Bukan urusan kami.' }
    expect(codesOf(await ask(coordinator, 'ArchiveCase', { input }))).toEqual(['INVALID_ARCHIVE_REASON'])
    expect(await act('ArchiveCase', { ...input, reason: 'TOO_GENERAL' })).toBe('ARCHIVED')
    expect(await read(anybody, complaint)).toMatchObject({ status: 'ARCHIVED' })
  })

  it("reads the worklist with an officer's token only", async () => {
    const variables = { region: '64.08', status: OPEN_CASES, first: 10 }
    const { complaint } = await openCase()
    expect(codesOf(await ask(anybody, 'Worklist', variables))).toEqual(['UNAUTHENTICATED'])
    const answer = await ask<{ cases: { totalCount: number; edges: unknown[] } }>(coordinator, 'Worklist', variables)
    const { cases } = dataOf(answer)
    expect(cases.totalCount).toBeGreaterThan(0)
    expect(cases.edges[0]).toMatchObject({ node: { complaint: { title: expect.any(String) } } })
    expect(complaint).toMatch(/^6408-/)
  })

  it('reads the worklists of governments on several members as one, for who may read them all', async () => {
    const { case: id } = await openCase()
    const variables = { regions: ['00', '64', '64.08'], status: OPEN_CASES, first: 5 }
    expect(codesOf(await ask(coordinator, 'Worklists', variables))).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    const read: Worklists['worklist']['edges'][number]['node'][] = []
    let after: string | null = null
    do {
      const answer: Answered<Worklists> = await ask(overseer, 'Worklists', { ...variables, after })
      const { edges, pageInfo } = dataOf(answer).worklist
      read.push(...edges.map(({ node }) => node))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after)
    const ids = read.map((node) => node.id)
    expect(ids).toContain(id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(read).toEqual(read.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt)))
  })

  it('reads the recap, the members and the watch over every complaint', async () => {
    const month = new Date().toISOString().slice(0, 7)
    const recap = dataOf(await ask<{ recap: unknown }>(anybody, 'Recap', { region: '64.08', month })).recap
    expect(recap).toMatchObject({ region: { code: '64.08' }, month, total: { received: expect.any(Number) } })
    const { members } = dataOf(await ask<{ members: { name: string; status: string }[] }>(anybody, 'Members'))
    expect(members.map(({ name, status }) => [name, status]).sort()).toEqual([
      ['kutai-timur', 'UP'],
      ['national', 'UP'],
      ['provincial', 'UP'],
      ['regency', 'UP'],
    ])
    await expect
      .poll(async () => dataOf(await ask<{ noWrongDoor: unknown }>(anybody, 'NoWrongDoor')).noWrongDoor)
      .toMatchObject({ unaccounted: 0, inTransit: 0 })
  })

  it('replies with the secret of the receipt, and with no other', async () => {
    const { id, receipt } = await fileHere(STREET_LIGHTS)
    const input = { complaint: id, secret: receipt.secret, satisfied: false, body: 'Belum selesai' }
    const answer = await ask<{ replyToAnswer: unknown }>(anybody, 'ReplyToAnswer', { input })
    expect(dataOf(answer).replyToAnswer).toMatchObject({ id, status: 'FILED' })
    const guessed = { ...input, secret: '0000-0000-0000-0000-0000' }
    expect(codesOf(await ask(anybody, 'ReplyToAnswer', { input: guessed }))).toEqual(['RECEIPT_NOT_RECOGNISED'])
  })

  it('files a batch for people without a telephone, and tells the status in one text message', async () => {
    const token = await tokenFor(dataFolder, { role: 'kiosk', region: '64.08' })
    const kiosk = kind.connect(gateway, token)
    const complaints = ['Lampu jalan padam', ' '].map((title) => {
      return { ...STREET_LIGHTS, title, channel: 'KIOSK', idempotencyKey: crypto.randomUUID() }
    })
    const answer = await ask<{ fileComplaints: { complaint: { id: string } | null; refusal: unknown }[] }>(
      kiosk,
      'FileComplaints',
      { input: { door: '64.08', complaints } },
    )
    await kiosk.close()
    const [filed, refused] = dataOf(answer).fileComplaints
    expect(refused).toMatchObject({ complaint: null, refusal: { code: 'EMPTY_TITLE' } })
    const id = filed?.complaint?.id ?? ''
    const told = await ask<{ complaint: unknown }>(anybody, 'StatusText', { id, language: 'ID' })
    expect(dataOf(told).complaint).toMatchObject({
      channel: 'KIOSK',
      via: null,
      statusText: expect.stringContaining(id),
    })
    const channels = await ask<{ channels: unknown }>(anybody, 'Channels', { region: '64.08' })
    expect(dataOf(channels).channels).toEqual(expect.any(Array))
    const words = await ask<{ words: unknown }>(anybody, 'Words', { of: ['ComplaintStatus'] })
    expect(dataOf(words).words).toContainEqual(
      expect.objectContaining({ code: 'CLOSED', indonesian: 'Selesai', english: 'Closed' }),
    )
  })

  it('has sent every operation of the file', () => {
    expect([...sent].sort()).toEqual([...OPERATION_NAMES].sort())
  })
})

it('the whole file is one document, of which a client names the operation that it wants', async () => {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: OPERATIONS_TEXT, operationName: 'Members' }),
  })
  expect(await response.json()).toMatchObject({ data: { members: expect.any(Array) } })
})
