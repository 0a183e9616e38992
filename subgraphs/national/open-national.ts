import type { OpenExtension } from '@lawang/member/start'
import type { Database } from '@lawang/member/store/database'
import { openFeedReader } from '@lawang/member/store/feed-reader'
import { feedTable, readFeedName } from '@lawang/member/store/feed-table'
import { createRecaps } from './directory/recap.ts'
import { createDirectory } from './directory/search.ts'
import { nationalModules } from './graph/modules.ts'
import { exchangeRoutes } from './hub/exchange-routes.ts'
import { createHub, type Hub } from './hub/hub.ts'
import { openHubDatabase } from './hub/hub-database.ts'
import { readContacts } from './hub/member-books.ts'
import { createNetwork } from './hub/network.ts'
import { shownRows } from './hub/publication.ts'
import { findSecretHash } from './hub/secret-hash.ts'
import { tellFault } from './hub/tell-fault.ts'
import { readMembers } from './read-members.ts'
import { memberStates } from './watch/members.ts'
import { countNoWrongDoor } from './watch/no-wrong-door.ts'

/** Opens what only the national server has: the hub, the directory and the feed of the whole country. */
export const openNational: OpenExtension = async ({ config, services: { reference }, tokens }) => {
  const members = readMembers(config)
  await using opened = new AsyncDisposableStack()
  const database = await openHubDatabase(config.databaseUrl)
  opened.defer(() => database.close())
  const network = createNetwork(members, await readContacts(database))
  const now = () => new Date()
  const hub = await createHub({ database, network, now, onFault: tellFault })
  const feed = await openFeed(database, hub)
  opened.defer(async () => feed.close())

  const modules = nationalModules({
    directory: createDirectory({ sql: database, reference, network, feed }),
    recaps: createRecaps({ sql: database, reference, now }),
    watch: {
      members: () => memberStates(network, now()),
      noWrongDoor: () => countNoWrongDoor(database, network, now()),
    },
  })
  const parts = opened.move()
  return {
    modules,
    hub,
    feed,
    addRoutes: (app) => exchangeRoutes(app, { hub, actorFrom: (authorization) => tokens.actorFrom(authorization) }),
    isReady: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    close: () => parts.disposeAsync(),
  }
}

async function openFeed(database: Database, { publication }: Hub) {
  return openFeedReader({
    table: shownRows(feedTable(database, 'hub.feed'), publication),
    wakes: publication.wakes,
    log: await readFeedName(database, 'hub.counter'),
    secretHashOf: (complaint) => findSecretHash(database, complaint),
  })
}
