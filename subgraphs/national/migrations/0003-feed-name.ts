import { Migration } from '@mikro-orm/migrations'

/** The name of the merged feed in its cursors: another one in every database, as for a member's own feed. */
export class FeedName extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE hub.counter
        ADD COLUMN feed_name text NOT NULL DEFAULT right(gen_random_uuid()::text, 12);
    `)
  }
}
