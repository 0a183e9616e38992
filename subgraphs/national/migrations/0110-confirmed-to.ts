import { Migration } from '@mikro-orm/migrations'

/** How far a restored member has been told who holds what; empty before the first page, and when nothing is owed. */
export class ConfirmedTo extends Migration {
  override up(): void {
    this.addSql("ALTER TABLE hub.party ADD COLUMN confirmed_to text NOT NULL DEFAULT ''")
  }
}
