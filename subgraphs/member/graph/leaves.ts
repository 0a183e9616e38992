import { EVENT_TYPES } from '@lawang/schema/exchange/messages'
import { TIERS } from '@lawang/schema/tier'
import { LANGUAGES } from '@lawang/schema/words/words'
import type { GraphBuilder } from './builder.ts'

/** The enums that contracts share, and instants. */
export function leaves(builder: GraphBuilder): void {
  builder.scalarType('DateTime', {
    description: 'An instant, ISO 8601 in UTC: 2026-11-21T03:04:05.678Z',
    serialize: (value) => value.toISOString(),
    parseValue: (value) => {
      const instant = new Date(typeof value === 'string' ? value : Number.NaN)
      if (Number.isNaN(instant.getTime()))
        throw new TypeError('DateTime is an instant such as 2026-11-21T03:04:05.678Z')
      return instant
    },
  })
  builder.enumType('Language', { values: LANGUAGES })
  builder.enumType('Tier', { values: TIERS })
  builder.enumType('ComplaintKind', { values: ['COMPLAINT', 'ASPIRATION', 'INFORMATION_REQUEST'] as const })
  builder.enumType('ComplaintStatus', {
    values: ['FILED', 'VERIFIED', 'IN_PROGRESS', 'ANSWERED', 'CLOSED', 'ARCHIVED'] as const,
  })
  builder.enumType('CaseStatus', {
    values: ['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS', 'ANSWERED', 'HANDED_OVER', 'ARCHIVED', 'CLOSED'] as const,
  })
  builder.enumType('EventType', { values: EVENT_TYPES })
  builder.enumType('DeadlineLight', {
    description: 'GREEN: in time. YELLOW: in the last days before the deadline. RED: overdue.',
    values: ['GREEN', 'YELLOW', 'RED'] as const,
  })
  builder.enumType('Channel', {
    values: ['WEB', 'MOBILE', 'SMS', 'WHATSAPP', 'SOCIAL_MEDIA', 'WALK_IN', 'LETTER', 'KIOSK', 'PARTNER'] as const,
  })
  builder.enumType('ReceiptState', {
    description: 'RECEIVED: committed at the door. SECURED: a sealed copy is in another failure domain.',
    values: ['RECEIVED', 'SECURED'] as const,
  })
}
