import { Migration } from '@mikro-orm/migrations'

/** A reminder is a step of the complaint like what else time brings about, so that everybody who follows it is told. */
export class RemindersInTheChain extends Migration {
  override up(): void {
    this.addSql(`
      UPDATE case_file SET due_at = least(due_at, warn_at)
      WHERE warn_at IS NOT NULL AND status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED');
      -- Its index goes with it.
      ALTER TABLE case_file DROP COLUMN warn_at;
      DROP TABLE case_reminder;
    `)
  }
}
