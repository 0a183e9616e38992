import { Refusal } from '@lawang/schema/errors'
import { liesUnder } from '@lawang/schema/region'
import type { Reference } from '../domain/model.ts'
import { findPlace } from '../domain/place.ts'
import { requireText } from '../domain/text.ts'
import type { NewChannel, RegisteredChannel } from './model.ts'

const NAME = { name: 'name', longest: 200, singleLine: true }
const ACCOUNT = { name: 'account', longest: 200, singleLine: true }

/**
 * Registers a channel at a door. Its agency is one of the door's government, a kiosk's place lies in it, and no other
 * open channel of the door files with its account. Refuses INVALID_CHANNEL, UNKNOWN_AGENCY, UNKNOWN_LOCATION and TEXT_TOO_LONG.
 */
export function registerAt(
  input: NewChannel,
  around: {
    readonly id: string
    readonly now: Date
    readonly reference: Reference
    readonly open: readonly RegisteredChannel[]
  },
): RegisteredChannel {
  const { door, channel, agency } = input
  const { id, now, reference, open } = around
  const name = requireText(input.name, NAME, 'INVALID_CHANNEL')
  const account = requireText(input.account, ACCOUNT, 'INVALID_CHANNEL')
  if (agency !== undefined && reference.agency(agency)?.government !== door) throw new Refusal('UNKNOWN_AGENCY')
  const place = input.place === undefined ? undefined : findPlace(input.place, reference)?.code
  if (input.place !== undefined && place === undefined) throw new Refusal('UNKNOWN_LOCATION')
  if (place !== undefined && channel === 'KIOSK' && !liesUnder(place, door)) {
    throw new Refusal('INVALID_CHANNEL', 'A kiosk stands in the region whose door it files at.')
  }
  if (open.some((other) => other.account === account)) {
    throw new Refusal(
      'INVALID_CHANNEL',
      'Another open channel of this door files with this account. Close that one first.',
    )
  }
  return {
    ...{ id, door, channel, name, account, openedAt: now },
    ...(agency !== undefined && { agency }),
    ...(place !== undefined && { place }),
  }
}
