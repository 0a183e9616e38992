import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { GovernmentCode } from '@lawang/schema/region'
import { type ExchangeLoop, startExchangeLoop } from './exchange/client.ts'
import { freshnessOf } from './exchange/freshness.ts'
import type { HubPort } from './exchange/hub-port.ts'
import { createFaultReport } from './exchange/report-fault.ts'
import { exchangeRound } from './exchange/round.ts'
import type { MemberServices } from './ports.ts'
import { loadReference } from './reference/load.ts'
import { agencyQueries } from './store/agency-queries.ts'
import { caseQueries } from './store/case-queries.ts'
import { complaintQueries } from './store/complaint-queries.ts'
import { type Database, DatabaseUnavailable } from './store/database.ts'
import { readContact } from './store/exchange-state.ts'
import { type FeedReader, openFeedReader } from './store/feed-reader.ts'
import { feedTable, readFeedName } from './store/feed-table.ts'
import { type Listener, openListener } from './store/listener.ts'
import { NEWS_CHANNEL } from './store/log.ts'
import { openMemberDatabase } from './store/member-database.ts'
import { loadReferenceData } from './store/reference-data.ts'
import { findSecretHash } from './store/secret-hash.ts'
import { actOnCase } from './use-cases/act-on-case.ts'
import { fileComplaint } from './use-cases/file-complaint.ts'
import type { Surroundings } from './use-cases/surroundings.ts'

export interface OpenMemberOptions {
  /** This member's name in the registry. */
  readonly name: string
  readonly governments: readonly GovernmentCode[]
  readonly databaseUrl: string
  /** 32 bytes. */
  readonly doorKey: Uint8Array
  /** Absent where this server is the hub: then what it knows is always fresh. */
  readonly hubUrl?: string
  /** Names the contracts that this server serves; the hub's watch shows it. */
  readonly contractVersion?: string
}

export interface OpenMember {
  readonly services: MemberServices
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  /** Begins to exchange log and mail with the hub; once per process. */
  startExchange(hub: HubPort): ExchangeLoop
  /** Closes everything; an exchange must have been stopped before. */
  close(): Promise<void>
}

/**
 * Opens a member's services over its database: migrates, loads reference data, listens for news. Throws
 * `DatabaseUnavailable`.
 */
export async function openMember(options: OpenMemberOptions): Promise<OpenMember> {
  await using opened = new AsyncDisposableStack()
  const reference = loadReference()
  const database = await openMemberDatabase(options.databaseUrl)
  opened.defer(() => database.close())
  await loadReferenceData(database, reference, options.governments, new Date())
  const listener = await listen(options.databaseUrl)
  opened.defer(() => listener.close())
  const feed = await openFeed(database, listener)
  opened.defer(() => feed.close())

  const around: Surroundings = {
    database,
    reference,
    governments: options.governments,
    doorKey: options.doorKey,
    now: () => new Date(),
    newEventId: () => randomUUID(),
    randomness: () => randomBytes(16),
  }
  const since = around.now()
  let contact = await readContact(database)
  const parts = opened.move()
  return {
    services: {
      reference,
      governments: options.governments,
      complaints: complaintQueries(database),
      cases: caseQueries(database),
      agencies: agencyQueries(database),
      fileComplaint: (input, actor) => fileComplaint(around, input, actor),
      actOnCase: (command, actor) => actOnCase(around, command, actor),
      feed,
      freshness: () =>
        options.hubUrl === undefined ? { asOf: around.now() } : freshnessOf(contact, since, around.now()),
    },
    isReady: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    startExchange: (hub) => {
      const round = {
        member: options.name,
        session: randomUUID(),
        clock: () => Math.round(performance.now()),
        contractVersion: options.contractVersion,
      }
      return startExchangeLoop({
        round: (signal) => exchangeRound(around, hub, round, signal),
        onNews: (wake) => listener.onWake(wake),
        onHub: (wake) => hub.onWake(options.name, wake),
        heard: (result) => {
          contact = result.contact
        },
        report: createFaultReport((line) => console.error(line)),
        random: Math.random,
        pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => {}),
      })
    },
    close: () => parts.disposeAsync(),
  }
}

async function listen(url: string): Promise<Listener> {
  try {
    return await openListener(url, NEWS_CHANNEL)
  } catch (error) {
    throw new DatabaseUnavailable('The database does not let this server listen for news.', { cause: error })
  }
}

async function openFeed(database: Database, listener: Listener): Promise<FeedReader> {
  return openFeedReader({
    table: feedTable(database, 'feed'),
    wakes: listener,
    log: await readFeedName(database, 'log_counter'),
    secretHashOf: (complaint) => findSecretHash(database, complaint),
  })
}
