import type { MemberConfig } from '@lawang/member/config'
import { startLoop } from '@lawang/member/exchange/loop'
import { recapSheet } from '@lawang/member/export/recap-sheet'
import { addExportRoutes } from '@lawang/member/export/routes'
import { openNatsNudges } from '@lawang/member/nudge/nats-nudges'
import type { Nudges } from '@lawang/member/nudge/nudges'
import { openPostgresNudges } from '@lawang/member/nudge/postgres-nudges'
import type { OpenExtension } from '@lawang/member/start'
import type { Database } from '@lawang/member/store/database'
import { openFeedReader } from '@lawang/member/store/feed-reader'
import { feedTable, readFeedName } from '@lawang/member/store/feed-table'
import { openListener } from '@lawang/member/store/listener'
import { openDoorkeeper } from '@lawang/member/trust/doorkeeper'
import { LAW } from '@lawang/schema/exchange/law'
import type { MemberEntry } from '@lawang/schema/network'
import { createRecaps } from './directory/recap.ts'
import { createRecapNews } from './directory/recap-news.ts'
import { createRelatives } from './directory/relatives.ts'
import { createDirectory } from './directory/search.ts'
import { nationalModules } from './graph/modules.ts'
import { exchangeRoutes } from './hub/exchange-routes.ts'
import { openHighWaterFile } from './hub/high-water-file.ts'
import { createHub, type Hub } from './hub/hub.ts'
import { openHubDatabase } from './hub/hub-database.ts'
import { readHeard } from './hub/hub-memory.ts'
import { createNetwork } from './hub/network.ts'
import { pruneMail } from './hub/prune-mail.ts'
import { shownRows } from './hub/publication.ts'
import { findSealed } from './hub/sealed.ts'
import { createUnrestReport, tellDifferences, tellFault } from './hub/tell-fault.ts'
import { tellOthers } from './hub/tell-others.ts'
import { readMembers } from './read-members.ts'
import { createWorkReports } from './rollup/read-days.ts'
import { createWatch } from './watch/create-watch.ts'
import { readForks } from './watch/forked-histories.ts'
import { TROUBLE_CHANNEL, tellTrouble } from './watch/trouble-channel.ts'
import { openWebhooks } from './webhooks/open-webhooks.ts'

/** Milliseconds between two rounds of what the hub does by itself. */
const LOOK_AROUND_EVERY = 1_000

const RECONCILE_EVERY = 24 * 3_600_000
const RECONCILE_FIRST = 10 * 60_000

const PRUNE_EVERY = 3_600_000
const PRUNE_FIRST = 5 * 60_000

/** Opens what only the national server has: the hub, the directory and the feed of the whole country. */
export const openNational: OpenExtension = async ({
  config,
  services: { reference },
  tokens,
  network: registry,
  proofs,
  tracing,
}) => {
  const members = readMembers(config)
  await using opened = new AsyncDisposableStack()
  const database = await openHubDatabase(config.databaseUrl, tracing?.onStatement)
  opened.defer(() => database.close())
  const network = createNetwork(members, await readHeard(database))
  const now = () => new Date()
  const file = openHighWaterFile(`${config.stateFile}.hub`)
  opened.defer(() => file.close())
  const hub = await createHub({
    database,
    network,
    law: LAW,
    // The days are counted by one calendar for as long as the process runs: counted anew at the next start.
    clocks: { calendar: reference.calendar, clockRules: reference.clockRules },
    isRestored: config.restored,
    file,
    now,
    uptime: () => performance.now(),
    onFault: tellFault,
    proofs,
  })
  opened.use(keepLooking(hub, () => pruneMail(database, network.mailCursors, now())))
  const nudges = await openNudges(config, members, database)
  if (nudges) {
    opened.defer(() => nudges.close())
    const endTelling = tellOthers(hub, nudges)
    opened.defer(async () => endTelling())
  }
  const troubles = await openListener(config.databaseUrl, TROUBLE_CHANNEL)
  opened.defer(() => troubles.close())
  const feed = await openFeed(database, hub)
  opened.defer(async () => feed.close())

  const webhooks = await openWebhooks({ sql: database, feed, reference, now, ...webhookSettings(config) })
  opened.defer(() => webhooks.close())
  const recaps = createRecaps({ sql: database, reference, now })
  const modules = nationalModules({
    webhooks,
    directory: createDirectory({ sql: database, reference, network, feed, now }),
    relatives: createRelatives({ sql: database, reference, now }),
    recaps,
    recapNews: createRecapNews(recaps, feed),
    work: createWorkReports({ sql: database, reference }),
    watch: createWatch({ sql: database, hub, wakes: troubles, forks: readForks(database), now }),
  })
  const parts = opened.move()
  return {
    modules,
    hub,
    feed,
    addRoutes: (app) => {
      addExportRoutes(app, 'recap', async (ask) =>
        recapSheet(await recaps.recap(ask('region'), ask('month')), reference),
      )
      return exchangeRoutes(app, {
        hub,
        actorFrom: (authorization) => tokens.actorFrom(authorization),
        doorkeeper: openDoorkeeper(config, registry),
      })
    },
    isReady: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    onFork: () => void tellTrouble(database).catch(() => undefined),
    close: () => parts.disposeAsync(),
  }
}

function webhookSettings({ doorKey, webhookLoopback: loopback }: MemberConfig) {
  // of a fault its kind alone: its text may have what was sent
  const onFault = (fault: unknown) =>
    console.error(`Webhooks: ${fault instanceof Error ? fault.name : typeof fault}. They go on in a moment.`)
  return { doorKey, loopback, onFault }
}

/** The hub's own work, the comparison of every copy once a day, and the pruning of mail, until disposed of. */
function keepLooking(hub: Hub, prune: () => Promise<number>): AsyncDisposable {
  const write = (line: string) => console.error(line)
  const looking = startLoop({
    work: () => hub.lookAround(),
    every: LOOK_AROUND_EVERY,
    wakes: hub.due,
    report: createUnrestReport('look around', write),
  })
  const reconciling = startLoop({
    work: async () => tellDifferences(await hub.reconcile()),
    every: RECONCILE_EVERY,
    // The first round waits until members had the time to be heard.
    first: RECONCILE_FIRST,
    report: createUnrestReport('reconcile', write),
  })
  const pruning = startLoop({
    work: async () => {
      await prune()
    },
    every: PRUNE_EVERY,
    // Only the mail of members that have been heard is pruned.
    first: PRUNE_FIRST,
    report: createUnrestReport('prune', write),
  })
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all([looking.stop(), reconciling.stop(), pruning.stop(), hub.stop()])
    },
  }
}

/** By NATS where it is set; else by the database, for the processes that stream beside this one; none where nobody listens. */
async function openNudges(
  { name, natsUrl, databaseUrl }: MemberConfig,
  members: readonly MemberEntry[],
  database: Database,
): Promise<Nudges | undefined> {
  if (natsUrl !== undefined) return openNatsNudges({ url: natsUrl })
  const streams = members.find((entry) => entry.name === name)?.streams ?? []
  return streams.length > 0 ? openPostgresNudges(database, databaseUrl) : undefined
}

async function openFeed(database: Database, hub: Hub) {
  const { publication } = hub
  const { name } = await readFeedName(database, 'hub.counter')
  return openFeedReader({
    table: shownRows(feedTable(database, 'hub.feed'), publication),
    wakes: publication.wakes,
    // A restore makes another log of it, also while this process runs.
    log: {
      name,
      get incarnation() {
        return hub.incarnation
      },
    },
    sealedOf: (complaint) => findSealed(database, complaint),
  })
}
