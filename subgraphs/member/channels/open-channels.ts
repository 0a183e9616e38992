import { randomUUID } from 'node:crypto'
import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import { requireAllowed } from '../access/policy.ts'
import type { Actor, Reference } from '../domain/model.ts'
import type { Database } from '../store/database.ts'
import { registerAt } from './decide.ts'
import type { CountedChannel, NewChannel } from './model.ts'
import {
  channelsOfComplaints,
  closeChannelAt,
  insertChannel,
  lockChannel,
  lockChannels,
  readChannels,
} from './store.ts'

/** The ways by which complaints come to the doors here. */
export interface Channels {
  /** Open ones first. */
  ofDoor(door: GovernmentCode): Promise<readonly CountedChannel[]>
  /** Refuses as `requireAllowed` and `registerAt`. */
  register(input: NewChannel, actor: Actor): Promise<CountedChannel>
  /** Closed once and for all; NOT_FOUND for what is none of the door's. */
  close(door: GovernmentCode, id: string, actor: Actor): Promise<CountedChannel>
  /** One query for all complaints. */
  ofComplaints(complaints: readonly string[]): Promise<readonly (CountedChannel | undefined)[]>
}

export interface ChannelsContext {
  readonly database: Database
  readonly reference: Reference
  readonly now: () => Date
}

export function openChannels({ database, reference, now }: ChannelsContext): Channels {
  return {
    ofDoor: (door) => readChannels(database, door),
    ofComplaints: (complaints) => channelsOfComplaints(database, complaints),
    register(input, actor) {
      requireAllowed(actor, 'manageChannels', { government: input.door })
      return database.transaction(async (tx) => {
        await lockChannels(tx)
        const open = (await readChannels(tx, input.door)).filter(({ closedAt }) => closedAt === undefined)
        const channel = registerAt(input, { id: randomUUID(), now: now(), reference, open })
        await insertChannel(tx, channel, subjectOf(actor))
        return { ...channel, filed: 0 }
      })
    },
    close(door, id, actor) {
      requireAllowed(actor, 'manageChannels', { government: door })
      return database.transaction(async (tx) => {
        const channel = await lockChannel(tx, door, id)
        if (!channel) throw new Refusal('NOT_FOUND')
        if (channel.closedAt) return channel
        const closedAt = now()
        await closeChannelAt(tx, id, closedAt)
        return { ...channel, closedAt }
      })
    },
  }
}

function subjectOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.subject : actor.kind
}
