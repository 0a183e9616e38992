import { afterEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../store/database.ts'
import { createTestDatabase } from '../store/test-database.ts'
import { openNatsNudges } from './nats-nudges.ts'
import type { Nudges } from './nudges.ts'
import { openPostgresNudges } from './postgres-nudges.ts'
import { findNatsServer, type NatsServer, natsServer } from './testing/nats-server.ts'

interface Setting {
  /** Another process on the same carrier. */
  open(): Promise<Nudges>
  close(): Promise<void>
}

const program = await findNatsServer()
if (program === undefined)
  console.warn('There is no nats-server, and apt-get cannot fetch one: its tests are left out.')

async function overPostgres(): Promise<Setting> {
  const target = await createTestDatabase()
  const databases: Database[] = []
  return {
    async open() {
      const settings = { url: target.url, entities: [], migrations: [], migrationTable: 'migration' }
      const database = await openDatabase(settings)
      databases.push(database)
      return openPostgresNudges(database, target.url)
    },
    async close() {
      await Promise.all(databases.map((database) => database.close()))
      await target.drop()
    },
  }
}

async function overNats(): Promise<Setting & { readonly server: NatsServer }> {
  const server = await natsServer(program ?? '')
  await server.start()
  return {
    server,
    open: async () => openNatsNudges({ url: server.url }),
    close: () => server.close(),
  }
}

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function use<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
  const thing = await opening
  opened.push(() => thing.close())
  return thing
}

function heardBy(nudges: Nudges, subject: string): (string | undefined)[] {
  const heard: (string | undefined)[] = []
  nudges.on(subject, (news) => heard.push(news))
  return heard
}

/** Tells until it is heard: the other side may be about to connect. */
async function tellUntilHeard(teller: Nudges, heard: (string | undefined)[], subject: string, news: string) {
  await expect
    .poll(
      () => {
        teller.tell(subject, news)
        return heard.includes(news)
      },
      { timeout: 20_000 },
    )
    .toBe(true)
}

const CARRIERS = [
  { name: 'PostgreSQL', setting: overPostgres, isThere: true },
  { name: 'NATS', setting: overNats, isThere: program !== undefined },
]

describe.each(CARRIERS)('nudges over $name', ({ setting, isThere }) => {
  it.runIf(isThere)('reach every other process that listens to the subject, in order, and nobody else', async () => {
    const here = await use(setting())
    const [teller, one, other] = await Promise.all([use(here.open()), use(here.open()), use(here.open())])
    const heard = [heardBy(one, 'feed'), heardBy(other, 'feed')]
    const elsewhere = heardBy(other, 'mail.regency')
    for (const each of heard) await tellUntilHeard(teller, each, 'feed', '1')
    for (const news of ['2', '3']) {
      teller.tell('feed', news)
      for (const each of heard) await expect.poll(() => each.at(-1)).toBe(news)
    }
    expect(elsewhere.filter((news) => news !== undefined)).toEqual([])
  })

  it.runIf(isThere)('stop for whoever does not listen any more', async () => {
    const here = await use(setting())
    const [teller, one] = await Promise.all([use(here.open()), use(here.open())])
    const heard: (string | undefined)[] = []
    const end = one.on('feed', (news) => heard.push(news))
    await tellUntilHeard(teller, heard, 'feed', '1')
    end()
    const rest = heardBy(one, 'feed')
    await tellUntilHeard(teller, rest, 'feed', '2')
    expect(heard).not.toContain('2')
  })
})

describe('nudges over NATS', () => {
  it.runIf(program)('tell the newest to whoever comes later', async () => {
    const here = await use(overNats())
    const [teller, early] = await Promise.all([use(here.open()), use(here.open())])
    await tellUntilHeard(teller, heardBy(early, 'feed'), 'feed', '7')
    const late = heardBy(await use(here.open()), 'feed')
    await expect.poll(() => late, { timeout: 10_000 }).toContain('7')
  })

  it.runIf(program)(
    'go on when the server was killed: the newest is told again, though nobody told it meanwhile',
    async () => {
      const here = await use(overNats())
      const [teller, one] = await Promise.all([use(here.open()), use(here.open())])
      const heard = heardBy(one, 'feed')
      await tellUntilHeard(teller, heard, 'feed', '1')
      await here.server.kill()
      teller.tell('feed', '2')
      await here.server.start()
      await expect.poll(() => heard, { timeout: 20_000 }).toContain('2')
    },
  )

  it.runIf(program)('need no server to begin with', async () => {
    const server = await natsServer(program ?? '')
    opened.push(() => server.close())
    const [teller, one] = [openNatsNudges({ url: server.url }), openNatsNudges({ url: server.url })]
    opened.push(
      () => teller.close(),
      () => one.close(),
    )
    const heard = heardBy(one, 'feed')
    teller.tell('feed', '1')
    await server.start()
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('1')
  })
})
