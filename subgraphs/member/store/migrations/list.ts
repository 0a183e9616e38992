import type { MigrationObject } from '@mikro-orm/core'
import { ReferenceTables } from './0001-reference.ts'
import { ComplaintTables } from './0002-complaints.ts'
import { ExchangeTables } from './0003-exchange.ts'
import { FeedName } from './0004-feed-name.ts'
import { CustodyTables } from './0005-custody.ts'
import { ComplaintTip } from './0015-complaint-tip.ts'
import { MandateTables } from './0020-mandates.ts'
import { SealedIdentity } from './0030-sealed-identity.ts'
import { Attachments } from './0031-attachments.ts'
import { AuditTables } from './0040-audit.ts'
import { LifecycleTables } from './0050-lifecycle.ts'
import { ClockTables } from './0051-clocks.ts'
import { DeadlineTrail } from './0052-deadline-trail.ts'
import { OwnGovernment } from './0056-own-government.ts'
import { CategorySuggestionTables } from './0080-category-suggestions.ts'
import { ManyAboutOne } from './0081-many-about-one.ts'
import { Channels } from './0090-channels.ts'
import { Flags } from './0100-flags.ts'
import { OwnComplaint } from './0116-own-complaint.ts'
import { RemindersInTheChain } from './0120-reminders-in-the-chain.ts'
import { MergedCases } from './0121-merged-cases.ts'
import { Calendars } from './0122-calendars.ts'
import { OneAskerSetting } from './0123-one-asker-setting.ts'

/** The member's migrations in order. A published one is never changed; a change is a new one at the end. */
export const MEMBER_MIGRATIONS: readonly MigrationObject[] = [
  { name: '0001-reference', class: ReferenceTables },
  { name: '0002-complaints', class: ComplaintTables },
  { name: '0003-exchange', class: ExchangeTables },
  { name: '0004-feed-name', class: FeedName },
  { name: '0005-custody', class: CustodyTables },
  { name: '0015-complaint-tip', class: ComplaintTip },
  { name: '0020-mandates', class: MandateTables },
  { name: '0030-sealed-identity', class: SealedIdentity },
  { name: '0031-attachments', class: Attachments },
  { name: '0040-audit', class: AuditTables },
  { name: '0050-lifecycle', class: LifecycleTables },
  { name: '0051-clocks', class: ClockTables },
  { name: '0052-deadline-trail', class: DeadlineTrail },
  { name: '0056-own-government', class: OwnGovernment },
  { name: '0080-category-suggestions', class: CategorySuggestionTables },
  { name: '0081-many-about-one', class: ManyAboutOne },
  { name: '0090-channels', class: Channels },
  { name: '0100-flags', class: Flags },
  { name: '0116-own-complaint', class: OwnComplaint },
  { name: '0120-reminders-in-the-chain', class: RemindersInTheChain },
  { name: '0121-merged-cases', class: MergedCases },
  { name: '0122-calendars', class: Calendars },
  { name: '0123-one-asker-setting', class: OneAskerSetting },
]
