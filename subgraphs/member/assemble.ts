import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { LAW } from '@lawang/schema/exchange/law'
import { NO_LEASE } from '@lawang/schema/exchange/lease'
import type { GovernmentCode } from '@lawang/schema/region'
import { NO_PROOFS, type ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { Attachments } from './attachments/attachments.ts'
import { openMemberAttachments } from './attachments/open.ts'
import { type MemberAudit, type MemberAuditOptions, openMemberAudit } from './audit/member-audit.ts'
import { type Calendars, openCalendars } from './calendars/open-calendars.ts'
import { openChannels } from './channels/open-channels.ts'
import type { Reference } from './domain/model.ts'
import { type ExchangeLoop, startExchangeLoop } from './exchange/client.ts'
import { createFoundBehind, type FoundBehind } from './exchange/found-behind.ts'
import { freshnessOf, type Heard } from './exchange/freshness.ts'
import { createHighWaterMemory, openHighWaterFile } from './exchange/high-water-file.ts'
import type { HubPort } from './exchange/hub-port.ts'
import { createLeaseKeeper } from './exchange/lease-keeper.ts'
import { loopOf } from './exchange/loop.ts'
import { openMachineClock } from './exchange/machine-clock.ts'
import { pause } from './exchange/pause.ts'
import { pruneLogOn } from './exchange/prune-log.ts'
import { createPushReader } from './exchange/read-pushes.ts'
import { createFaultReport } from './exchange/report-fault.ts'
import { beginLife, type RestoreContext } from './exchange/restore.ts'
import { exchangeRound, type RoundBefore, type RoundResult } from './exchange/round.ts'
import { openFlags } from './flags/open-flags.ts'
import type { ErasuresFile } from './identity/erasures-file.ts'
import { openErasures } from './identity/open-erasures.ts'
import { openIdentities } from './identity/open-identities.ts'
import type { IdentityKeySource } from './identity/open-keys.ts'
import { type MandateOptions, openMandates } from './mandates/open-mandates.ts'
import { coordinatorFirst } from './mandates/secretariat-reference.ts'
import { inSpan, type Tracing } from './observe/tracing.ts'
import type { AgencyQueries, MemberServices } from './ports.ts'
import { type LoadedReference, loadReference } from './reference/load.ts'
import type { AttachmentConfig } from './settings/attachments.ts'
import { openStatusTexts } from './status-texts/open-status-texts.ts'
import { agencyQueries } from './store/agency-queries.ts'
import { askedQueries } from './store/asked-queries.ts'
import { caseQueries } from './store/case-queries.ts'
import { complaintQueries } from './store/complaint-queries.ts'
import { type Database, DatabaseUnavailable } from './store/database.ts'
import { type HubContact, readContact } from './store/exchange-state.ts'
import { type FeedReader, openFeedReader } from './store/feed-reader.ts'
import { feedTable, readFeedName } from './store/feed-table.ts'
import { type Listener, openListener } from './store/listener.ts'
import { NEWS_CHANNEL } from './store/log.ts'
import { openMemberDatabase, openReader } from './store/member-database.ts'
import { loadReferenceData } from './store/reference-data.ts'
import { findSealed } from './store/sealed.ts'
import { actAsReporter } from './use-cases/act-as-reporter.ts'
import { actOnCase } from './use-cases/act-on-case.ts'
import { doDueActs } from './use-cases/do-due-acts.ts'
import { fileComplaint } from './use-cases/file-complaint.ts'
import { learnCategories } from './use-cases/learn-categories.ts'
import { openManyAboutOne } from './use-cases/many-about-one.ts'
import { createReceiptGuesses } from './use-cases/receipt-guesses.ts'
import { openReporters } from './use-cases/reporters.ts'
import { suggestForText } from './use-cases/suggest-categories.ts'
import type { Surroundings } from './use-cases/surroundings.ts'
import { tendRelations, tendRelationsOn } from './use-cases/tend-relations.ts'
import { withdrawHandover } from './use-cases/withdraw-handover.ts'

export interface OpenMemberOptions {
  /** This member's name in the registry. */
  readonly name: string
  readonly governments: readonly GovernmentCode[]
  readonly databaseUrl: string
  /** 32 bytes. */
  readonly doorKey: Uint8Array
  /** Governments whose answers need two persons. */
  readonly twoPersons?: readonly GovernmentCode[]
  /** Where the master keys of the reporters' identities are. */
  readonly identityKeys: IdentityKeySource
  /** Whether officers act only under a decree: `REQUIRED` unless told otherwise. */
  readonly mandates?: MandateOptions['setting']
  /** Names the contracts that this server serves; the hub's watch shows it. */
  readonly contractVersion?: string
  /**
   * Path of the file beside the database that shows a restored backup, and in which the lease outlives the process.
   * Without it neither is known.
   */
  readonly stateFile?: string
  /** An operator's word that the database is a restored backup. */
  readonly restored?: boolean
  /** Makes spans of statements and rounds; none without it. */
  readonly tracing?: Tracing | undefined
  readonly attachments: AttachmentConfig
  /** Signs what this server writes, and checks what comes from others; neither, on a network that is not signed. */
  readonly proofs?: ObjectProofs
}

export interface OpenMember {
  readonly services: MemberServices
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  /** Does what the clocks ask for by now; by a new calendar, the deadlines are computed first. */
  tickClocks(): Promise<void>
  /** Begins to exchange log and mail with the hub; once per process. */
  startExchange(hub: HubPort): ExchangeLoop
  /** Begins to keep the audit log; once per process. */
  keepAudit(audit: MemberAuditOptions): Promise<MemberAudit>
  /** Closes everything; an exchange must have been stopped before. */
  close(): Promise<void>
}

const ROUND = { name: 'exchange round', kind: 'internal', attributes: {} } as const

/**
 * Opens a member's services over its database: migrates, loads reference data, listens for news. Throws
 * `DatabaseUnavailable`.
 */
export async function openMember(options: OpenMemberOptions): Promise<OpenMember> {
  await using opened = new AsyncDisposableStack()
  const loaded = loadReference()
  const database = await openMemberDatabase(options.databaseUrl, options.tracing?.onStatement)
  opened.defer(() => database.close())
  await loadReferenceData(database, loaded, options.governments, new Date())
  const { mandates, calendars, reference, closeRules } = await openRules(options, database, loaded)
  opened.defer(closeRules)
  const reader = await openReader(options.databaseUrl)
  opened.defer(() => reader.close())
  const identities = await openIdentities(database, options.identityKeys)
  const listener = await listen(options.databaseUrl)
  opened.defer(() => listener.close())

  let restoredAs: number | undefined
  const life = openLife({ ...options, identities, mandates: mandates.rules }, database, reference, (incarnation) => {
    restoredAs = incarnation
  })
  const { around } = life
  const attachments = openMemberAttachments(around, options.attachments)
  const erasures = await openErasures(identities, attachments, options.stateFile)
  opened.defer(() => life.highWater.close())
  if (options.stateFile !== undefined || options.restored) await beginLife(life, options.restored ?? false)
  const feed = await openFeed(database, listener, () => restoredAs)
  opened.defer(() => feed.close())
  const since = around.now()
  const contact = await readContact(database)
  let heard: Heard = { contact, silent: [], since }
  const isHere = new Set(options.governments)
  const behind = createFoundBehind()
  const parts = opened.move()
  return {
    services: {
      reference,
      governments: options.governments,
      complaints: complaintQueries(database),
      cases: caseQueries(database),
      readsFor: (actor) => askedQueries(reader, actor),
      agencies: agenciesInOrder(agencyQueries(database), mandates.secretariatOf),
      mandates: mandates.services,
      channels: openChannels(around),
      flags: openFlags(around),
      statusTexts: openStatusTexts(database, around.now),
      fileComplaint: (input, actor) => fileComplaint(around, input, actor),
      actOnCase: (command, actor) => actOnCase(around, command, actor),
      ...forReporters(around, attachments, erasures),
      manyAboutOne: openManyAboutOne(around),
      suggestCategories: (text) => suggestForText(around, text),
      withdrawHandover: (id, actor) => withdrawHandover(around, id, actor),
      feed,
      freshness: (holder) => (isHere.has(holder) ? { asOf: around.now() } : freshnessOf(heard, holder, around.now())),
    },
    isReady: () => answers(database),
    tickClocks: () => tickClocks(around, calendars),
    startExchange: (hub) =>
      exchangeWith(hub, {
        ...{ options, life, listener, contact, behind },
        heard: (result) => {
          heard = { contact: result.contact, silent: result.silent ?? [], since }
        },
      }),
    keepAudit: (audit) => openMemberAudit({ database, behind, rules: loaded.version }, audit),
    close: () => parts.disposeAsync(),
  }
}

interface Exchanging {
  readonly options: OpenMemberOptions
  readonly life: RestoreContext
  readonly listener: Listener
  readonly contact: HubContact
  readonly behind: FoundBehind
  readonly heard: (result: RoundResult) => void
}

/** Exchanges log and mail with the hub, and prunes the log beside it, until it is stopped. */
function exchangeWith(hub: HubPort, { options, life, listener, contact, behind, heard }: Exchanging): ExchangeLoop {
  const context = { ...life, hub, session: randomUUID(), contractVersion: options.contractVersion }
  let last: RoundBefore = { contact }
  const pruning = pruneLogOn(life.around.database, life.around.now)
  let beginRound = () => {}
  const pushes = createPushReader(life.around, () => beginRound())
  const exchanging = startExchangeLoop({
    round: async (signal) => {
      await behind.settle(context)
      return inSpan(options.tracing, ROUND, () => exchangeRound(context, last, signal))
    },
    onNews: (wake) => listener.onWake(wake),
    onHub: (wake) => {
      beginRound = wake
      return hub.onWake(options.name, pushes.hear)
    },
    heard: (result) => {
      last = result
      heard(result)
    },
    report: createFaultReport((line) => console.error(line)),
    random: Math.random,
    ...{ pause, rest: delay, uptime: () => performance.now() },
  })
  return loopOf([exchanging, pushes, pruning, tendRelationsOn(life.around)])
}

function answers(database: Database): Promise<boolean> {
  return database.query('SELECT 1').then(
    () => true,
    () => false,
  )
}

/** What reporters do and have, all with the secret of their receipt: wrong ones are counted together. */
function forReporters(
  around: Surroundings,
  attachments: Attachments,
  erasures: ErasuresFile,
): Pick<MemberServices, 'attachments' | 'actAsReporter' | 'reporters'> {
  const guesses = createReceiptGuesses()
  return {
    attachments,
    actAsReporter: (command) => actAsReporter({ around, guesses }, command),
    reporters: openReporters({ around, guesses, erasures, attachments }),
  }
}

function openDecrees({ governments, mandates }: OpenMemberOptions, database: Database, reference: Reference) {
  return openMandates({
    ...{ database, reference, governments, setting: mandates ?? 'REQUIRED' },
    now: () => new Date(),
    onFault: (error) => console.error('Decrees cannot be read:', error instanceof Error ? error.message : error),
  })
}

/** What changes while the server runs: decrees, the secretariats that they move, and the days off. */
async function openRules(options: OpenMemberOptions, database: Database, loaded: LoadedReference) {
  const mandates = await openDecrees(options, database, loaded)
  const calendars = await openCalendars({
    ...{ database, reference: mandates.reference, shipped: loaded.daysOff, now: () => new Date() },
    onFault: (error) => console.error('The calendar cannot be read:', error instanceof Error ? error.name : error),
  })
  const closeRules = async () => {
    await calendars.close()
    await mandates.close()
  }
  return { mandates, calendars, reference: calendars.reference, closeRules }
}

type LifeOptions = Omit<OpenMemberOptions, 'mandates'> & Pick<Surroundings, 'identities' | 'mandates'>

async function tickClocks(around: Surroundings, calendars: Calendars): Promise<void> {
  await calendars.bringUp()
  await doDueActs(around)
  await tendRelations(around)
  await learnCategories(around.database)
}

/** What this process's steps stand on, before it knows whether the database is the newest. */
function openLife(
  { name, governments, doorKey, stateFile, identities, mandates, proofs = NO_PROOFS, twoPersons = [] }: LifeOptions,
  database: Database,
  reference: Reference,
  onRestored: (incarnation: number) => void,
): RestoreContext {
  const lease = createLeaseKeeper(openMachineClock(), LAW, NO_LEASE)
  return {
    lease,
    onRestored,
    highWater: stateFile === undefined ? createHighWaterMemory() : openHighWaterFile(stateFile),
    around: {
      ...{ name, governments, doorKey, database, reference, lease, identities, proofs, mandates },
      twoPersons: new Set(twoPersons),
      law: LAW,
      now: () => new Date(),
      newEventId: () => randomUUID(),
      randomness: () => randomBytes(16),
    },
  }
}

/** The agency that coordinates by decree stands first, whichever the reference tables have there. */
function agenciesInOrder(
  agencies: AgencyQueries,
  secretariatOf: (government: GovernmentCode) => string | undefined,
): AgencyQueries {
  return {
    ...agencies,
    ofGovernment: async (government) =>
      coordinatorFirst(await agencies.ofGovernment(government), secretariatOf(government)),
  }
}

async function listen(url: string): Promise<Listener> {
  try {
    return await openListener(url, NEWS_CHANNEL)
  } catch (error) {
    throw new DatabaseUnavailable('The database does not let this server listen for news.', { cause: error })
  }
}

/** A restore makes another log of the feed, also while this process runs: `restoredAs` is its incarnation then. */
async function openFeed(
  database: Database,
  listener: Listener,
  restoredAs: () => number | undefined,
): Promise<FeedReader> {
  const { name, incarnation } = await readFeedName(database, 'log_counter')
  return openFeedReader({
    table: feedTable(database, 'feed'),
    wakes: listener,
    log: {
      name,
      get incarnation() {
        return restoredAs() ?? incarnation
      },
    },
    sealedOf: (complaint) => findSealed(database, complaint),
  })
}
