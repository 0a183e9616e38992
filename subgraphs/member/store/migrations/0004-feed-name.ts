import { Migration } from '@mikro-orm/migrations'

/** The name of the feed in its cursors: another one in every database, so that no cursor fits another server's feed. */
export class FeedName extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE log_counter
        ADD COLUMN feed_name text NOT NULL DEFAULT right(gen_random_uuid()::text, 12);
    `)
  }
}
