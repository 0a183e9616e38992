import { Migration } from '@mikro-orm/migrations'

/**
 * The hub alone writes its tables, each row with the one that it belongs to, in one transaction. To have that looked up
 * for every event and letter took a tenth of the database's time for a handover, and locked the rows that were found.
 */
export class References extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE hub.chain_event DROP CONSTRAINT chain_event_complaint_fkey;
      ALTER TABLE hub.annex_event DROP CONSTRAINT annex_event_complaint_fkey;
      ALTER TABLE hub.mail DROP CONSTRAINT mail_member_fkey;
    `)
  }
}
