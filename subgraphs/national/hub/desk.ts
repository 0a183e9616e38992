import type { Sql } from '@lawang/member/store/database'
import { type HubInput, type HubState, registerRowsOf } from '@lawang/schema/exchange/hub-state'
import { hubStep } from '@lawang/schema/exchange/hub-step'
import type { Law } from '@lawang/schema/exchange/law'
import type { GovernmentCode } from '@lawang/schema/region'
import { unsettledSamples, unshownOf } from './find-complaints.ts'
import { forgetDecisions } from './forget-decisions.ts'
import type { HubMemory } from './hub-memory.ts'
import { createLetters } from './letters.ts'
import type { Letter } from './mail.ts'
import type { RegisterChange } from './register-change.ts'
import { type KnownRows, openRows } from './register-rows.ts'

/** What a transaction of the hub works with: the steps of the protocol over the rows that they concern. */
export interface Desk {
  readonly sql: Sql
  /** The hub's clock, in milliseconds. */
  readonly now: number
  /** The hub and its parties as the steps so far have left them, without register rows. */
  state(): HubState
  /** Whether a complaint waits for any government in its turn, as the last transaction has left it. */
  readonly hasWaiting: boolean
  /** The number of a member's last mail. */
  mailHead(member: string): number
  /** Loads rows that steps will ask for, in one query. */
  prepare(complaints: readonly string[]): Promise<void>
  /** One step. What it changes is written when the transaction ends. Throws `BrokenLog` and then changes nothing. */
  step(input: HubInput): Promise<void>
  /** The rows that steps have changed so far. */
  changes(): readonly RegisterChange[]
}

/** What the transaction has to write. */
export interface DeskWork {
  readonly memory: HubMemory
  readonly changes: readonly RegisterChange[]
  readonly letters: readonly Letter[]
  /** Rows that are known from transactions before are not what they were. */
  readonly isRestored: boolean
}

export interface DeskOptions {
  readonly sql: Sql
  readonly now: number
  readonly law: Law
  readonly memberOf: ReadonlyMap<GovernmentCode, string>
  readonly memory: HubMemory
  /** Rows that are known from transactions before. */
  readonly known: KnownRows
}

export function openDesk(options: DeskOptions): { readonly desk: Desk; readonly finish: () => DeskWork } {
  const { sql, now, law, memberOf, memory } = options
  let { hub, parties } = memory
  let isRestored = false
  const rows = openRows(sql, options.known)
  const letters = createLetters(memory.mail, memberOf)

  async function step(input: HubInput): Promise<void> {
    const state: HubState = { law, hub, parties, memberOf, register: await rows.of(await concerned(input)) }
    const after = hubStep(state, input, now)
    ;({ hub, parties } = after.state)
    if (input.type === 'Restore') {
      await forgetDecisions(sql)
      letters.forget()
      isRestored = true
    }
    rows.replace(after.state.register)
    letters.write(after.out, after.state)
  }

  /** The complaints that an input concerns, found where the input does not name them. */
  async function concerned(input: HubInput): Promise<readonly string[]> {
    const which = registerRowsOf(input)
    switch (which.kind) {
      case 'NONE':
      case 'ALL':
        return []
      case 'COMPLAINTS':
        return which.ids
      case 'UNSETTLED':
        return unsettledSamples(
          sql,
          rows.changes().map(({ after }) => after),
        )
      case 'MEMBER': {
        const governments = parties.get(which.member)?.governments ?? []
        const changed = rows.changes().map(({ after }) => after.complaint)
        return [...which.ids, ...changed, ...(await unshownOf(sql, governments, hub.incarnation))]
      }
      default:
        return which satisfies never
    }
  }

  return {
    desk: {
      sql,
      now,
      state: () => ({ law, hub, parties, memberOf, register: [] }),
      hasWaiting: memory.waiting > 0,
      mailHead: letters.head,
      prepare: async (complaints) => void (await rows.of(complaints)),
      step,
      changes: rows.changes,
    },
    finish: () => ({
      memory: { hub, parties, mail: letters.heads(), feed: memory.feed, clock: now, waiting: memory.waiting },
      changes: rows.changes(),
      letters: letters.all(),
      isRestored,
    }),
  }
}
