import type { MemberEntry } from '@lawang/schema/network'
import { askInTime } from './ask-in-time.ts'

export interface MemberHealth {
  readonly name: string
  readonly status: 'ready' | 'unavailable'
}

export interface NetworkHealth {
  readonly status: 'ready' | 'unavailable'
  readonly members: readonly MemberHealth[]
}

/** Whether every member says that it is ready; an answer is good for `maxAgeMs`, and asked for once at a time. */
export type CheckHealth = () => Promise<NetworkHealth>

export interface HealthOptions {
  readonly maxAgeMs: number
  readonly timeoutMs: number
  /** A clock in milliseconds. */
  readonly now: () => number
}

/** Asks `<url>/health` of each member that there is at the moment. Without members the network is ready. */
export function createHealthCheck(members: () => readonly MemberEntry[], options: HealthOptions): CheckHealth {
  let current: { readonly at: number; readonly health: Promise<NetworkHealth> } | undefined
  return () => {
    const at = options.now()
    if (!current || at - current.at >= options.maxAgeMs)
      current = { at, health: checkAll(members(), options.timeoutMs) }
    return current.health
  }
}

async function checkAll(members: readonly MemberEntry[], timeoutMs: number): Promise<NetworkHealth> {
  const checked = await Promise.all(members.map((member) => checkOne(member, timeoutMs)))
  const ready = checked.every((member) => member.status === 'ready')
  return { status: ready ? 'ready' : 'unavailable', members: checked }
}

async function checkOne(member: MemberEntry, timeoutMs: number): Promise<MemberHealth> {
  try {
    const isReady = await askInTime(`${member.url}/health`, timeoutMs, async ({ statusCode, body }) => {
      await body.dump()
      return statusCode === 200
    })
    return { name: member.name, status: isReady ? 'ready' : 'unavailable' }
  } catch {
    return { name: member.name, status: 'unavailable' }
  }
}
