import { loadReference } from '@lawang/member/reference/load'
import { type FeedReader, openFeedReader } from '@lawang/member/store/feed-reader'
import { feedTable } from '@lawang/member/store/feed-table'
import type { Listing } from '@lawang/schema/exchange/messages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shownRows } from '../hub/publication.ts'
import { driveMember, type HandDriven } from '../hub/testing/hand-driven.ts'
import { filed, handoverRequested, nextEvent, taken } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import type { Directory, DirectoryFilter } from '../ports.ts'
import { formatPageCursor } from './page-cursor.ts'
import { createDirectory } from './search.ts'

const reference = loadReference()
let test: TestHub
let kutaiTimur: HandDriven
let provincial: HandDriven
let feed: FeedReader
let directory: Directory

beforeEach(async () => {
  test = await startTestHub()
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
  provincial = driveMember('provincial', () => test.hub)
  feed = openFeedReader({
    table: shownRows(feedTable(test.database, 'hub.feed'), test.hub.publication),
    wakes: test.hub.publication.wakes,
    log: { name: 'hub', incarnation: 1 },
    sealedOf: async () => undefined,
  })
  directory = createDirectory({
    sql: test.database,
    reference,
    network: test.hub.network,
    feed,
    now: () => test.clock.now,
  })
})
afterEach(async () => {
  feed.close()
  await test.close()
})

async function file(member: HandDriven, door: string, listing: Partial<Listing> = {}) {
  const message = filed(door, listing)
  await member.send(message)
  return message
}

async function found(filter: DirectoryFilter): Promise<readonly string[]> {
  const { rows } = await directory.search(filter, { first: 100 })
  return rows.map(({ node }) => node.id)
}

describe('the directory', () => {
  it('lists newest first, and its cursors neither repeat nor skip', async () => {
    const ids: string[] = []
    for (let day = 1; day <= 5; day++) {
      const { complaint } = await file(kutaiTimur, '64.08', { filedAt: `2026-03-0${day}T00:00:00.000Z` })
      ids.unshift(complaint)
    }
    const seen: string[] = []
    let after: string | undefined
    for (let page = 1; page <= 3; page++) {
      const { rows, hasNextPage, totalCount } = await directory.search({}, { first: 2, after })
      seen.push(...rows.map(({ node }) => node.id))
      after = rows.at(-1)?.cursor
      expect([hasNextPage, await totalCount()]).toEqual([page < 3, 5])
    }
    expect(seen).toEqual(ids)
  })

  it('does not list confidential complaints, and does not even know their titles', async () => {
    const { complaint } = await file(kutaiTimur, '64.08', { confidential: true })
    expect(await found({})).toEqual([])
    expect(await test.database.query('SELECT complaint, title FROM hub.listing')).toEqual([{ complaint, title: null }])
  })

  it('finds complaints by their ids, and leaves out what nobody may know', async () => {
    const [listed, , hidden] = [
      await file(kutaiTimur, '64.08'),
      await file(kutaiTimur, '64.08'),
      await file(kutaiTimur, '64.08', { confidential: true }),
    ]
    expect(await found({ ids: [listed.complaint, hidden.complaint, 'no id'] })).toEqual([listed.complaint])
    expect(await found({ ids: [] })).toEqual([])
    await expect(found({ ids: Array.from({ length: 101 }, () => listed.complaint) })).rejects.toMatchObject({
      code: 'PAGE_TOO_LARGE',
    })
  })

  it('keeps the title out when an officer gives a confidential complaint a new one', async () => {
    const { event, complaint } = await file(kutaiTimur, '64.08', { confidential: true })
    const verified = nextEvent(event, 'VERIFIED', { data: { status: 'VERIFIED', title: 'Judul baru' } })
    await kutaiTimur.send({ type: 'Event', complaint, event: verified })
    expect(await test.database.query('SELECT status, title FROM hub.listing')).toEqual([
      { status: 'VERIFIED', title: null },
    ])
  })

  it('finds by door and by holder, a province with all under it', async () => {
    await driveMember('national', () => test.hub).send()
    await provincial.send()
    const moved = await file(kutaiTimur, '64.08')
    const request = handoverRequested(moved.event, '72')
    await kutaiTimur.send(request)
    await provincial.send(taken(request.event, '72', 1_000_001))
    const { complaint: elsewhere } = await file(provincial, '13')
    for (const region of ['64', '64.08', '72', '64.08.04']) expect(await found({ region })).toEqual([moved.complaint])
    expect(await found({ region: '00' })).toHaveLength(2)
    expect(await found({ region: '13' })).toEqual([elsewhere])
    expect(await found({ region: '64.01' })).toEqual([])
  })

  it('finds by category with all under it, by status and by agency', async () => {
    const { complaint, event } = await file(kutaiTimur, '64.08', { category: 'public-works.roads' })
    await file(kutaiTimur, '64.08', { category: 'energy.electricity' })
    expect(await found({ category: 'public-works' })).toEqual([complaint])
    expect(await found({ category: 'public-works.roads', status: ['FILED'] })).toEqual([complaint])
    expect(await found({ category: 'public-works', status: ['CLOSED'] })).toEqual([])
    expect(await found({ agency: event.data.handledBy.id })).toEqual([complaint])
  })

  it('finds words in other forms, and by their beginnings', async () => {
    const { complaint } = await file(kutaiTimur, '64.08', { title: 'Perbaikan jalan rusak di Sangatta' })
    for (const text of ['jalan rusak', 'perbaik', 'Sangat', 'memperbaiki', 'JALAN', 'jalan yang rusak', 'di']) {
      expect([text, await found({ text })]).toEqual([text, [complaint]])
    }
    for (const text of ['jembatan', 'jalan jembatan', 'yang', "'; DROP", '!!'])
      expect([text, await found({ text })]).toEqual([text, []])
  })

  it('finds across the years in one order, page by page, whatever lies between', async () => {
    const ids: string[] = []
    for (const day of ['2020-06-01', '2025-12-31', '2026-01-01', '2026-03-05', '2026-03-06']) {
      const { complaint } = await file(kutaiTimur, '64.08', { filedAt: `${day}T03:00:00.000Z`, title: 'Jalan rusak' })
      await file(kutaiTimur, '64.08', { filedAt: `${day}T04:00:00.000Z`, title: 'Air keruh' })
      ids.unshift(complaint)
    }
    const seen: string[] = []
    let after: string | undefined
    for (let page = 1; page <= 3; page++) {
      const { rows, hasNextPage, totalCount } = await directory.search({ text: 'jalan' }, { first: 2, after })
      seen.push(...rows.map(({ node }) => node.id))
      after = rows.at(-1)?.cursor
      expect([hasNextPage, await totalCount()]).toEqual([page < 3, 5])
    }
    expect(seen).toEqual(ids)
    expect(await found({ text: 'jalan', filedFrom: '2025-12-31', filedTo: '2026-01-01' })).toEqual(ids.slice(2, 4))
  })

  it('finds by the place that it is about, and around it', async () => {
    const [here, there] = [
      await file(kutaiTimur, '64.08', { location: '64.08.04.2001' }),
      await file(kutaiTimur, '64.08', { location: '64.08.04.2003' }),
      await file(kutaiTimur, '64.08', { location: '64.08.05' }),
    ]
    expect(await found({ location: '64.08.04.2001' })).toEqual([here.complaint])
    expect((await found({ near: '64.08.04.2001' })).toSorted()).toEqual([here.complaint, there.complaint].toSorted())
    expect(await found({ near: '64.08.04' })).toHaveLength(3)
    expect(await found({ near: '64.01' })).toHaveLength(3)
    expect(await found({ location: '00' })).toHaveLength(3)
    expect(await found({ location: '72' })).toEqual([])
  })

  it('divides what a search finds by status, category and holder', async () => {
    await file(kutaiTimur, '64.08', { category: 'public-works.roads', title: 'Jalan rusak' })
    await file(kutaiTimur, '64.08', { category: 'public-works.roads', title: 'Jalan longsor' })
    await file(kutaiTimur, '64.08', { category: 'energy.electricity', title: 'Listrik padam di jalan utama' })
    await file(provincial, '64', { title: 'Jalan tertutup', confidential: true })
    await file(provincial, '72', { category: 'energy.electricity', title: 'Listrik padam' })
    const { facets } = await directory.search({ text: 'jalan' }, { first: 1 })
    expect(await facets()).toEqual({
      status: [{ status: 'FILED', count: 3 }],
      category: [
        { category: 'public-works.roads', count: 2 },
        { category: 'energy.electricity', count: 1 },
      ],
      region: [{ holder: '64.08', count: 3 }],
      isComplete: true,
    })
  })

  it('takes a word that looks like a mark for what it is', async () => {
    await file(kutaiTimur, '64.08', { title: "Jalan 'utama' @status:FILED \\ rusak" })
    for (const text of ["'utama'", 'utama', 'status FILED rusak']) expect(await found({ text })).toHaveLength(1)
    for (const text of ['@status:CLOSED', 'span-1']) expect(await found({ text })).toEqual([])
  })

  it('takes days as they are in Jakarta, both inclusive', async () => {
    const { complaint } = await file(kutaiTimur, '64.08', { filedAt: '2026-01-30T17:00:00.000Z' })
    expect(await found({ filedFrom: '2026-01-31', filedTo: '2026-01-31' })).toEqual([complaint])
    expect(await found({ filedTo: '2026-01-30' })).toEqual([])
    expect(await found({ filedFrom: '2026-02-01' })).toEqual([])
  })

  it.each([
    [{ region: '99' }, 'UNKNOWN_JURISDICTION'],
    [{ region: 'Kutai' }, 'UNKNOWN_JURISDICTION'],
    [{ category: 'moon' }, 'UNKNOWN_CATEGORY'],
    [{ agency: '64-1' }, 'BAD_USER_INPUT'],
    [{ location: '99.01' }, 'UNKNOWN_LOCATION'],
    [{ near: 'Sangatta' }, 'UNKNOWN_LOCATION'],
    [{ filedFrom: '2026-02-30' }, 'BAD_USER_INPUT'],
    [{ filedTo: 'yesterday' }, 'BAD_USER_INPUT'],
    [{ text: 'a'.repeat(201) }, 'TEXT_TOO_LONG'],
  ])('refuses the filter %j', async (filter, code) => {
    await expect(directory.search(filter, { first: 1 })).rejects.toMatchObject({ code })
  })

  it('refuses the id of a complaint as an agency', async () => {
    const { complaint } = filed('64.08')
    await expect(directory.search({ agency: complaint }, { first: 1 })).rejects.toMatchObject({ code: 'WRONG_ID_KIND' })
  })

  it("refuses cursors that it has not given, the feed's among them", async () => {
    const forged = ['2026-02-30', '0000-01-01'].map((day) =>
      formatPageCursor({ filedAt: `${day}T00:00:00.000000Z`, complaint: filed('64.08').complaint }),
    )
    for (const after of ['', 'abc', ...forged, await feed.head()]) {
      await expect(directory.search({}, { first: 1, after })).rejects.toMatchObject({ code: 'INVALID_CURSOR' })
    }
  })

  it('gives a feedCursor from which the feed shows whatever the page does not', async () => {
    await file(kutaiTimur, '64.08')
    const { feedCursor } = await directory.search({}, { first: 10 })
    const later = await file(kutaiTimur, '64.08')
    const ending = new AbortController()
    for await (const event of feed.follow({ confidential: false }, { after: feedCursor }, ending.signal)) {
      expect(event).toMatchObject({
        complaint: later.complaint,
        type: 'FILED',
        sequence: 1,
        title: 'Lampu jalan padam',
      })
      break
    }
    ending.abort()
  })

  it('says up to when it knows: the last news, or a later moment at which the holder had none', async () => {
    await file(kutaiTimur, '64.08')
    const asOf = async () => (await directory.search({}, { first: 1 })).rows[0]?.node.asOf
    expect(await asOf()).toEqual(test.clock.now)
    test.clock.now = new Date(test.clock.now.getTime() + 5_000)
    await kutaiTimur.send()
    expect(await asOf()).toEqual(test.clock.now)
  })

  it('answers for one complaint when its door does not, and says when its holder is not heard', async () => {
    const { complaint } = await file(kutaiTimur, '64.08')
    expect(await directory.lastKnown(complaint)).toMatchObject({ id: complaint, holder: '64.08', stale: false })
    test.pass(60_000)
    expect(await directory.lastKnown(complaint)).toMatchObject({ id: complaint, stale: true })
    expect(await directory.lastKnown(filed('64.08').complaint)).toBeUndefined()
  })
})
