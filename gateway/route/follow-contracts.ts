import type { MemberEntry } from '@lawang/schema/network'
import { contractsOf } from '@lawang/schema/tier'
import type { Dispatcher } from 'undici'
import { isJsonObject } from '../execute/member-answer.ts'
import type { ContractFields } from '../plan/contract-fields.ts'
import { askInTime } from './ask-in-time.ts'
import { isOlder, type MemberTypes, readMemberTypes } from './older-contract.ts'

export interface FollowOptions {
  readonly members: () => readonly MemberEntry[]
  readonly fields: () => ContractFields
  /** The version of the contracts that the graph is made of; undefined when it has none that members could name. */
  readonly version: () => string | undefined
  /** Told of a member whose version of the contract is older, or is so no longer. */
  readonly onChange: (member: MemberEntry, isOlder: boolean) => void
  readonly everyMs?: number
}

export interface Contracts {
  /** What the members with an older contract serve, by the urls of their endpoints. */
  readonly older: ReadonlyMap<string, MemberTypes>
  /** Asks the members again, all of them: the graph has changed. */
  renew(): Promise<void>
  close(): void
}

const LOOKED_AT_EVERY_MS = 30_000
const PATIENCE_MS = 5_000
const AT_A_TIME = 8

/**
 * Follows which contract each member serves: its `/health` names the version, and only where that is another is the
 * schema itself asked for, by `_service`. A member that cannot be asked stays as it was.
 */
export function followContracts(options: FollowOptions): Contracts {
  const older = new Map<string, MemberTypes>()
  const seen = new Map<string, string | undefined>()
  const take = (member: MemberEntry, types: MemberTypes | undefined) => {
    const url = `${member.url}/graphql`
    if (older.has(url) !== (types !== undefined)) options.onChange(member, types !== undefined)
    if (types) older.set(url, types)
    else older.delete(url)
  }
  const lookAt = async (member: MemberEntry) => {
    const version = await versionOf(member)
    if (version !== undefined && version === options.version()) return take(member, undefined)
    if (version !== undefined && version === seen.get(member.url)) return
    const types = readMemberTypes(await serviceOf(member))
    take(member, isOlder(types, contractsOf(member.tier), options.fields()) ? types : undefined)
    seen.set(member.url, version)
  }
  const look = async () => {
    const waiting = [...options.members()]
    const line = async () => {
      for (let member = waiting.shift(); member; member = waiting.shift()) await lookAt(member).catch(() => {})
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, line))
  }
  const timer = setInterval(() => void look(), options.everyMs ?? LOOKED_AT_EVERY_MS).unref()
  void look()
  return {
    older,
    async renew() {
      seen.clear()
      await look()
    },
    close: () => clearInterval(timer),
  }
}

async function versionOf({ url }: MemberEntry): Promise<string | undefined> {
  const health = await askInTime(`${url}/health`, PATIENCE_MS, readJson)
  return isJsonObject(health) && typeof health.contract === 'string' ? health.contract : undefined
}

async function serviceOf({ url }: MemberEntry): Promise<string> {
  const answer = await askInTime(`${url}/graphql`, PATIENCE_MS, readJson, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  })
  const data = isJsonObject(answer) ? answer.data : undefined
  const service = isJsonObject(data) ? data._service : undefined
  if (isJsonObject(service) && typeof service.sdl === 'string') return service.sdl
  throw new Error('The member does not say what it serves')
}

function readJson({ body }: Dispatcher.ResponseData): Promise<unknown> {
  return body.json()
}
