import type { StreamConfig } from '@lawang/member/config'
import { servedContractVersion, serviceText } from '@lawang/member/contracts'
import { buildMemberSchema } from '@lawang/member/graph/build-schema'
import { complaintChanged } from '@lawang/member/graph/complaint-changed'
import { recap } from '@lawang/member/graph/recap'
import { openNatsNudges } from '@lawang/member/nudge/nats-nudges'
import { openPostgresNudges } from '@lawang/member/nudge/postgres-nudges'
import { loadReference } from '@lawang/member/reference/load'
import { createServer } from '@lawang/member/server'
import { listen, type RunningMember, readTokens } from '@lawang/member/start'
import { type Database, DatabaseUnavailable, openDatabase } from '@lawang/member/store/database'
import { openListener } from '@lawang/member/store/listener'
import { createCallers } from '@lawang/member/trust/known-callers'
import { openRegistry } from '@lawang/member/trust/open-registry'
import { createRecaps } from '../directory/recap.ts'
import { createRecapNews } from '../directory/recap-news.ts'
import { noWrongDoorAlert } from '../graph/no-wrong-door-alert.ts'
import { followTrouble, LOOK_EVERY, troubleOf } from '../watch/alerts.ts'
import { countBrokenChains } from '../watch/broken-chains.ts'
import { readForks } from '../watch/forked-histories.ts'
import { countNoWrongDoor } from '../watch/no-wrong-door.ts'
import { TROUBLE_CHANNEL } from '../watch/trouble-channel.ts'
import { readHubState } from './read-hub-state.ts'
import { openShownFeed } from './shown-feed.ts'
import { streamingServices } from './streaming-services.ts'

/** Starts a process that streams the feed of the national member's database beside it: any number may run. */
export async function startStream(config: StreamConfig): Promise<RunningMember> {
  await using opened = new AsyncDisposableStack()
  const tokens = readTokens(config)
  const network = openRegistry({ ...config, governments: [] })
  opened.defer(async () => network.close())
  const settings = { entities: [], migrations: [], migrationTable: 'hub_migration' }
  const database = await openDatabase({ url: config.databaseUrl, ...settings })
  opened.defer(() => database.close())
  await requireHub(database)
  const { natsUrl: url } = config
  const nudges = url === undefined ? await openPostgresNudges(database, config.databaseUrl) : openNatsNudges({ url })
  opened.defer(() => nudges.close())
  const feed = await openShownFeed({ sql: database, nudges, onRestored: endAnew })
  opened.defer(async () => feed.close())

  const now = () => new Date()
  const wakes = await openListener(config.databaseUrl, TROUBLE_CHANNEL)
  opened.defer(() => wakes.close())
  const trouble = async () =>
    troubleOf(await countNoWrongDoor(database, await readHubState(database, network.registry().members)), {
      brokenChains: await countBrokenChains(database),
      forkedHistories: await readForks(database).count(),
    })
  const alerts = { alerts: (signal: AbortSignal) => followTrouble(trouble, { wakes, every: LOOK_EVERY }, now, signal) }
  const reference = loadReference()
  const recaps = createRecaps({ sql: database, reference, now })
  const app = await createServer({
    schema: buildMemberSchema(
      [
        complaintChanged('COUNTRY'),
        recap(recaps, createRecapNews(recaps, feed)),
        (builder) => noWrongDoorAlert(builder, alerts),
      ],
      serviceText('NATIONAL'),
    ),
    services: streamingServices(reference, feed),
    callers: createCallers({
      name: config.name,
      keys: () => network.keys(),
      key: config.trust.key,
      tokens,
      now: () => Date.now(),
    }),
    entrance: config.entrance,
    identity: { name: config.name, tier: 'NATIONAL', contract: servedContractVersion() },
    isReady: () => database.query('SELECT 1').then(() => true),
    now,
    logLevel: config.logLevel,
  })
  opened.defer(() => app.close())
  const address = await listen(app, config)
  const parts = opened.move()
  return { url: address, close: () => parts.disposeAsync() }
}

/** The national member migrates its database; this process only reads it. */
async function requireHub(database: Database): Promise<void> {
  try {
    await database.query('SELECT feed_name FROM hub.counter')
  } catch (cause) {
    throw new DatabaseUnavailable('DATABASE_URL is no database of a national member: start that member first.', {
      cause,
    })
  }
}

function endAnew(): void {
  console.error('The feed has gone back: its database was restored. Start this process again.')
  process.exit(1)
}
