import { TUESDAY } from '@lawang/member/domain/testing/samples'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { MEMBER_MIGRATIONS } from '@lawang/member/store/migrations/list'
import { copyDatabase, createFilledDatabase, type Filling, type TestDatabase } from '@lawang/member/store/test-database'
import { MIGRATED_MEMBER } from '@lawang/member/use-cases/testing/test-member'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { HUB_MIGRATIONS } from '@lawang/national/migrations/list'
import { createPostgresHub, type PostgresHub } from './postgres-hub.ts'
import { createPostgresMember, type PostgresMember, type StageTime } from './postgres-member.ts'
import { found, MEMBERS, type MemberName } from './stage.ts'

/** The nation's database, which is the hub's too, as the migrations of both leave it. */
const MIGRATED_NATION: Filling = {
  kind: 'member_with_hub',
  migrations: [...MEMBER_MIGRATIONS, ...HUB_MIGRATIONS],
  fill: async (url) => {
    await (await openMemberDatabase(url)).close()
    await (await openHubDatabase(url)).close()
  },
}

/** The product's servers over databases of their own. The hub shares the nation's, as its process does. */
export class PostgresNetwork implements AsyncDisposable {
  readonly time: StageTime = { uptime: 0, now: () => new Date(TUESDAY.getTime() + this.time.uptime) }
  readonly hub: PostgresHub = createPostgresHub(this.time)
  readonly #members: ReadonlyMap<MemberName, PostgresMember>
  readonly #urls = new Map<MemberName, string>()
  readonly #databases: TestDatabase[] = []

  private constructor() {
    const port: HubPort = {
      exchange: (request, signal) => this.hub.hub().exchange(request, signal),
      onWake: () => () => undefined,
    }
    this.#members = new Map(MEMBERS.map((name) => [name, createPostgresMember(name, port, this.time)]))
  }

  static async start(): Promise<PostgresNetwork> {
    const network = new PostgresNetwork()
    for (const name of MEMBERS) {
      network.#urls.set(
        name,
        await network.#own(createFilledDatabase(name === 'national' ? MIGRATED_NATION : MIGRATED_MEMBER)),
      )
      await network.begin(name)
    }
    return network
  }

  member(name: MemberName): PostgresMember {
    return found(this.#members.get(name))
  }

  /** A copy of a member's database as it is. Its process, and the hub's with the nation's, ends and begins. */
  async copyOf(name: MemberName): Promise<string> {
    await this.#end(name)
    const url = await this.#own(copyDatabase(found(this.#urls.get(name))))
    await this.begin(name)
    return url
  }

  /** Puts a copy of another database in the place of a member's. */
  async replace(name: MemberName, by: string): Promise<void> {
    await this.#end(name)
    this.#urls.set(name, await this.#own(copyDatabase(by)))
    await this.begin(name)
  }

  /** A new process of a member, and of the hub with the nation's. */
  async begin(name: MemberName): Promise<void> {
    await this.#end(name)
    const url = found(this.#urls.get(name))
    if (name === 'national') await this.hub.begin(url)
    await this.member(name).begin(url)
  }

  async restartHub(): Promise<void> {
    await this.hub.end()
    await this.hub.begin(found(this.#urls.get('national')))
  }

  /** The URL of a database that goes with this network. */
  async #own(made: Promise<TestDatabase>): Promise<string> {
    const database = await made
    this.#databases.push(database)
    return database.url
  }

  async #end(name: MemberName): Promise<void> {
    await this.member(name).end()
    if (name === 'national') await this.hub.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of MEMBERS) await this.#end(name)
    for (const { drop } of this.#databases) await drop()
  }
}
