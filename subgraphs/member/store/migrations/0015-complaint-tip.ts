import { Migration } from '@mikro-orm/migrations'

/** Each record of a complaint names the event that it ends with, so that its journey can be read up to the same moment. */
export class ComplaintTip extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE complaint ADD COLUMN tip text;
      UPDATE complaint SET tip = (
        SELECT event ->> 'hash' FROM chain_event
        WHERE chain_event.complaint = complaint.id AND chain_event.government = complaint.door
        ORDER BY seq DESC LIMIT 1
      );
    `)
  }
}
