import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadReference } from '@lawang/member/reference/load'
import { complaintQueries } from '@lawang/member/store/complaint-queries'
import type { Database } from '@lawang/member/store/database'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { createRecaps } from '@lawang/national/directory/recap'
import { createDirectory } from '@lawang/national/directory/search'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { createNetwork } from '@lawang/national/hub/network'
import type { Directory, DirectoryFilter } from '@lawang/national/ports'
import { startCluster } from '@lawang/scripts/postgres/cluster'
import { createDatabase } from '@lawang/scripts/postgres/create-database'
import { pick, type Random, seeded } from '../simulation/random.ts'
import { idOf, loadDoor } from './load-door.ts'
import { loadHub } from './load-hub.ts'
import { measureInTurn, type Times, timesOf } from './measure.ts'
import { progressOf } from './progress.ts'
import { rareWord } from './titles.ts'

/**
 * `npm run bench-directory -- [--complaints 1000000] [--few 1000] [--rounds 300]`: on a PostgreSQL of its own, how long
 * searches and recaps take among so many complaints, how page 1,000 compares with page 1, and a complaint by its id among
 * many with one among few. Ratios are of one run, measured in turn. With `--directory postgres://...` it asks a directory that
 * `load-directory` has filled, and no doors.
 */
const { values } = parseArgs({
  options: {
    complaints: { type: 'string', default: '1000000' },
    few: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '300' },
    directory: { type: 'string' },
  },
})
const many = Number(values.complaints)
const few = Number(values.few)
const rounds = Number(values.rounds)
const reference = loadReference()
const now = () => new Date('2026-11-01T00:00:00Z')

/** Holds the directory of a million, as a hub's has to: PostgreSQL's own 128 MB are for machines of another time. */
const BUFFERS = 'shared_buffers=1GB'

const PAGE = 20
/** Pages before page 1,000. */
const PAGES_BEFORE = 999

async function main(): Promise<void> {
  await using opened = new AsyncDisposableStack()
  if (values.directory !== undefined) {
    const filled = await openHubDatabase(values.directory)
    opened.defer(() => filled.close())
    return await benchDirectory(filled)
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'lawang-directory-'))
  // As root the database runs as another user, who has to reach its files.
  chmodSync(dataFolder, 0o755)
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const cluster = await startCluster({ dataFolder, durable: false, settings: [BUFFERS] })
  opened.defer(cluster.stop)
  const database = async (name: string, open: (url: string) => Promise<Database>) => {
    const made = await open(await createDatabase(cluster.url, name))
    opened.defer(() => made.close())
    return made
  }
  const hub = await database('hub', openHubDatabase)
  await loadHub({
    ...{ database: hub, complaints: many, seed: 1 },
    ...{ progress: progressOf(many, console.error), stage: console.error },
  })
  const doors = {
    few: await database('door_few', openMemberDatabase),
    many: await database('door_many', openMemberDatabase),
  }
  await loadDoor(doors.few, few)
  await loadDoor(doors.many, many)
  console.log(`${many} complaints in the directory, ${rounds} rounds`)
  await benchDirectory(hub)
  await benchById(doors)
}

async function benchDirectory(hub: Database): Promise<void> {
  await benchSearch(hub)
  await benchPages(hub)
  await benchRecap(hub)
}

function directoryOf(sql: Database): Directory {
  const network = createNetwork([
    { name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:1', governments: ['00'] },
  ])
  return createDirectory({ sql, reference, network, feed: { head: async () => 'none' }, now })
}

/** A page with its count, as clients ask for it. */
async function search(directory: Directory, filter: DirectoryFilter, after?: string): Promise<void> {
  const page = await directory.search(filter, { first: PAGE, ...(after !== undefined && { after }) })
  await page.totalCount()
}

const COMMON = ['jalan', 'listrik padam', 'air', 'warga resah', 'puskesmas', 'dana desa', 'mohon ditindaklanjuti']
const REGIONS = ['64', '64.08', '72', '32.04', '13', '00', '51.03']
const CATEGORIES = ['public-works', 'land', 'village.fund', 'labour', 'energy.electricity']
const STATUSES = ['FILED', 'IN_PROGRESS', 'CLOSED', 'VERIFIED'] as const
const LONG = 'jalan provinsi rusak parah sudah dua minggu mohon ditindaklanjuti dekat sekolah warga resah'

/** What people ask. Each is measured by itself: a mixture would hide the slow behind the quick. */
const SEARCHES: Readonly<Record<string, (random: Random) => DirectoryFilter>> = {
  'a common word or two': (random) => ({ text: pick(random, COMMON) }),
  'a rare word': (random) => ({ text: rareWord(random) }),
  'a word that no title has': () => ({ text: 'tidakada' }),
  'the beginning of a word': (random) => ({ text: pick(random, ['ber', 'mem', 'bak', 'pusk', 'jal']) }),
  'a whole sentence': () => ({ text: LONG }),
  'words in a region': (random) => ({ text: pick(random, COMMON), region: pick(random, REGIONS) }),
  'words of a category, which seldom meet': (random) => ({
    text: pick(random, COMMON),
    category: pick(random, CATEGORIES),
  }),
  'a status in a region': (random) => ({ status: [pick(random, STATUSES)], region: pick(random, REGIONS) }),
  'words, category, status and region': (random) => ({
    ...{ text: pick(random, COMMON), category: pick(random, CATEGORIES) },
    ...{ status: [pick(random, STATUSES)], region: pick(random, REGIONS) },
  }),
  'near a place': (random) => ({ near: pick(random, ['64.08.04.2001', '72.71.01', '32.04']) }),
  'words near a place': (random) => ({ near: pick(random, ['72.71.01', '32.04']), text: pick(random, COMMON) }),
  'words in a month two years ago': (random) => ({
    ...{ text: pick(random, COMMON), filedFrom: '2024-12-01', filedTo: '2024-12-31' },
  }),
}

async function benchSearch(sql: Database): Promise<void> {
  const directory = directoryOf(sql)
  const random = seeded(2)
  const things = Object.entries(SEARCHES).map(
    ([name, filter]) => [`${name}, with count`, () => search(directory, filter(random))] as const,
  )
  const facets = async () => (await directory.search({ text: 'jalan' }, { first: PAGE })).facets()
  const all = Object.fromEntries([...things, ['a common word with facets', facets]])
  await measureInTurn(3, all)
  const times = await measureInTurn(rounds, all)
  for (const [name, taken] of Object.entries(times)) say(name, taken)
  say('all searches together', timesOf(Object.values(times).flatMap(({ taken }) => taken)))
}

async function benchPages(sql: Database): Promise<void> {
  const directory = directoryOf(sql)
  for (const [name, filter] of [
    ['everything', {}],
    ['a common word', { text: 'jalan' }],
    ['a province', { region: '64' }],
  ] as const) {
    const after = await cursorAfter(directory, filter, PAGES_BEFORE)
    if (after === undefined) {
      console.log(`page 1,000 of ${name}: there are fewer`)
      continue
    }
    const page = (from?: string) => () =>
      directory.search(filter, { first: PAGE, ...(from !== undefined && { after: from }) })
    const { first, last } = await measureInTurn(rounds, { first: page(), last: page(after) })
    say(`page 1 of ${name}`, first)
    say(`page 1,000 of ${name}`, last)
    console.log(`  ratio ${(last.median / first.median).toFixed(2)}`)
  }
}

/** The cursor of the last row of so many pages. */
async function cursorAfter(directory: Directory, filter: DirectoryFilter, pages: number): Promise<string | undefined> {
  let after: string | undefined
  for (let left = pages * PAGE; left > 0; ) {
    const first = Math.min(100, left)
    const { rows } = await directory.search(filter, { first, ...(after !== undefined && { after }) })
    if (rows.length < first) return undefined
    after = rows.at(-1)?.cursor
    left -= first
  }
  return after
}

async function benchRecap(sql: Database): Promise<void> {
  const recaps = createRecaps({ sql, reference, now })
  const { province, nation } = await measureInTurn(rounds, {
    province: () => recaps.recap('32', '2026-09'),
    nation: () => recaps.recap('00', '2026-09'),
  })
  say("recap of a province's month", province)
  say("recap of the nation's month", nation)
}

async function benchById(doors: Readonly<Record<'few' | 'many', Database>>): Promise<void> {
  const random = seeded(3)
  const readOf = (database: Database, count: number) => {
    const queries = complaintQueries(database)
    return async () => {
      const id = idOf(1 + Math.floor(random() * count))
      const [record] = await queries.byIds([id])
      const [journey] = await queries.journeysOf([{ id, tip: undefined }])
      if (!record || journey?.length !== 3) throw new Error(`${id} was not found`)
    }
  }
  const among = { few: readOf(doors.few, few), many: readOf(doors.many, many) }
  await measureInTurn(rounds, among)
  const times = await measureInTurn(rounds * 3, among)
  say(`complaint by id among ${few}`, times.few)
  say(`complaint by id among ${many}`, times.many)
  console.log(`  ratio ${(times.many.median / times.few.median).toFixed(2)}`)
}

function say(what: string, { median, p99 }: Times): void {
  console.log(`${what}: median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
}

await main()
