import type { MigrationObject } from '@mikro-orm/core'
import { CustodyTables } from './0001-custody.ts'
import { DirectoryTables } from './0002-directory.ts'
import { FeedName } from './0003-feed-name.ts'
import { RegisterTables } from './0004-register.ts'
import { ReconciliationTables } from './0005-reconciliation.ts'
import { MailAge } from './0010-mail-age.ts'
import { CustodyCounts } from './0011-custody-counts.ts'
import { References } from './0012-references.ts'
import { RecapCells } from './0060-recap-cells.ts'
import { WorkDays } from './0061-work-days.ts'
import { DirectoryTerms } from './0062-directory-terms.ts'
import { Clusters } from './0080-clusters.ts'
import { Webhooks } from './0090-webhooks.ts'
import { ConfirmedTo } from './0110-confirmed-to.ts'
import { Seizable } from './0111-seizable.ts'
import { ListingSpans } from './0120-listing-spans.ts'
import { ListingPeriods } from './0140-listing-periods.ts'
import { ListingCells } from './0141-listing-cells.ts'
import { RegisterPages } from './0142-register-pages.ts'

/** The hub's migrations in order. A published one is never changed; a change is a new one at the end. */
export const HUB_MIGRATIONS: readonly MigrationObject[] = [
  { name: '0001-custody', class: CustodyTables },
  { name: '0002-directory', class: DirectoryTables },
  { name: '0003-feed-name', class: FeedName },
  { name: '0004-register', class: RegisterTables },
  { name: '0005-reconciliation', class: ReconciliationTables },
  { name: '0010-mail-age', class: MailAge },
  { name: '0011-custody-counts', class: CustodyCounts },
  { name: '0012-references', class: References },
  { name: '0060-recap-cells', class: RecapCells },
  { name: '0061-work-days', class: WorkDays },
  { name: '0062-directory-terms', class: DirectoryTerms },
  { name: '0080-clusters', class: Clusters },
  { name: '0090-webhooks', class: Webhooks },
  { name: '0110-confirmed-to', class: ConfirmedTo },
  { name: '0111-seizable', class: Seizable },
  { name: '0120-listing-spans', class: ListingSpans },
  { name: '0140-listing-periods', class: ListingPeriods },
  { name: '0141-listing-cells', class: ListingCells },
  { name: '0142-register-pages', class: RegisterPages },
]
