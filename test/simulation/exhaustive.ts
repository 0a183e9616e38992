import { HOUR } from './clock.ts'
import type { Fate, Way } from './network.ts'
import { type Outcome, run } from './run.ts'
import type { Entry, Scenario, Server } from './scenario.ts'

/**
 * One handover, from 64.01 to 64.02, in a quiet network of four; and in it one crash, one message that comes twice and one
 * that is overtaken, each at every place where it can happen.
 */
export interface Disturbance {
  readonly crash?: Crash
  readonly duplicate?: Message
  readonly late?: Message
}

export interface Crash {
  readonly server: Server
  readonly point: number
}

export interface Message {
  readonly member: string
  readonly way: Way
  readonly number: number
}

/** The servers of giver and receiver. */
const BOTH: readonly string[] = ['regency-64.01', 'regency-64.02']
/** The handover is done and known to everybody well before this. */
const END = 11 * HOUR
const USUAL = 0.1 * HOUR
/** Later than whatever is sent next. */
const LATE = 5 * HOUR

const SCRIPT: readonly Entry[] = [
  { at: 3 * HOUR, do: 'FILE', door: '64.01', key: 'one', leaseClass: 'NORMAL' },
  { at: 3.5 * HOUR, do: 'HAND_OVER', door: '64.01', key: 'one', to: '64.02' },
]

function isMessage(message: Message | undefined, member: string, way: Way, number: number): boolean {
  return message?.member === member && message.way === way && message.number === number
}

function fateOf({ duplicate, late }: Disturbance): Fate {
  return (member, way, number) => {
    const delay = isMessage(late, member, way, number) ? LATE : USUAL
    return isMessage(duplicate, member, way, number) ? [delay, delay + USUAL] : [delay]
  }
}

const QUIET: Scenario = {
  seed: 1,
  members: 4,
  end: END,
  drift: 0.01,
  network: { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: USUAL },
  script: SCRIPT,
}
const REST_AFTER = 6 * HOUR

/** Runs the handover with a disturbance. */
export function runHandover(disturbance: Disturbance): Outcome {
  const { crash } = disturbance
  const trap: readonly Entry[] = crash ? [{ at: 0, do: 'TRAP', ...crash, lasts: HOUR }] : []
  return run({ ...QUIET, script: [...trap, ...SCRIPT] }, { fate: fateOf(disturbance), restAfter: REST_AFTER })
}

/** Every point at which a server can crash, and every message of giver and receiver, when nothing is disturbed. */
export function places(): { readonly crashes: readonly Crash[]; readonly messages: readonly Message[] } {
  const messages: Message[] = []
  const crashes: Crash[] = []
  run(QUIET, {
    fate: (member, way, number) => {
      if (BOTH.includes(member)) messages.push({ member, way, number })
      return [USUAL]
    },
    restAfter: REST_AFTER,
    afterPoints: (server, passed) => {
      for (let point = 0; point < passed; point++) crashes.push({ server, point })
    },
  })
  return { crashes, messages }
}

/** All disturbances with one of each kind, or none of it. */
export function* disturbances(): Generator<Disturbance> {
  const { crashes, messages } = places()
  for (const crash of [undefined, ...crashes]) {
    for (const duplicate of [undefined, ...messages]) {
      for (const late of [undefined, ...messages]) {
        yield { ...(crash && { crash }), ...(duplicate && { duplicate }), ...(late && { late }) }
      }
    }
  }
}
