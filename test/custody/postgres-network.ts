import { TUESDAY } from '@lawang/member/domain/testing/samples'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { copyDatabase, createTestDatabase, type TestDatabase } from '@lawang/member/store/test-database'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { createPostgresHub, type PostgresHub } from './postgres-hub.ts'
import { createPostgresMember, type PostgresMember, type StageTime } from './postgres-member.ts'
import { found, MEMBERS, type MemberName } from './stage.ts'

export type Templates = ReadonlyMap<MemberName, TestDatabase>

/** A database of each member as migrations leave it: copies of it take less time than they do. */
export async function createTemplates(): Promise<Templates> {
  const templates = new Map<MemberName, TestDatabase>()
  for (const name of MEMBERS) {
    const target = await createTestDatabase()
    await (await openMemberDatabase(target.url)).close()
    if (name === 'national') await (await openHubDatabase(target.url)).close()
    templates.set(name, target)
  }
  return templates
}

/** The product's servers over databases of their own. The hub shares the nation's, as its process does. */
export class PostgresNetwork implements AsyncDisposable {
  readonly time: StageTime = { uptime: 0, now: () => new Date(TUESDAY.getTime() + this.time.uptime) }
  readonly hub: PostgresHub = createPostgresHub(this.time)
  readonly #members: ReadonlyMap<MemberName, PostgresMember>
  readonly #urls = new Map<MemberName, string>()
  readonly #copies: TestDatabase[] = []

  private constructor() {
    const port: HubPort = {
      exchange: (request, signal) => this.hub.hub().exchange(request, signal),
      onWake: () => () => undefined,
    }
    this.#members = new Map(MEMBERS.map((name) => [name, createPostgresMember(name, port, this.time)]))
  }

  static async start(templates: Templates): Promise<PostgresNetwork> {
    const network = new PostgresNetwork()
    for (const name of MEMBERS) await network.replace(name, found(templates.get(name)).url)
    return network
  }

  member(name: MemberName): PostgresMember {
    return found(this.#members.get(name))
  }

  /** A copy of a member's database as it is. Its process, and the hub's with the nation's, ends and begins. */
  async copyOf(name: MemberName): Promise<string> {
    await this.#end(name)
    const url = await this.#copy(found(this.#urls.get(name)))
    await this.begin(name)
    return url
  }

  /** Puts a copy of another database in the place of a member's. */
  async replace(name: MemberName, by: string): Promise<void> {
    await this.#end(name)
    this.#urls.set(name, await this.#copy(by))
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

  async #copy(url: string): Promise<string> {
    const copy = await copyDatabase(url)
    this.#copies.push(copy)
    return copy.url
  }

  async #end(name: MemberName): Promise<void> {
    await this.member(name).end()
    if (name === 'national') await this.hub.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of MEMBERS) await this.#end(name)
    for (const { drop } of this.#copies) await drop()
  }
}
