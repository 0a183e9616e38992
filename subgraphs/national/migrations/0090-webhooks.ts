import { Migration } from '@mikro-orm/migrations'

/** Where integrators want events sent, and how far each has them. */
export class Webhooks extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.webhook (
        id            text PRIMARY KEY,
        owner         text NOT NULL,
        url           text NOT NULL,
        region        text,
        category      text,
        created_at    timestamptz NOT NULL,
        -- A cursor of the merged feed: everything up to it has been delivered.
        after         text NOT NULL,
        delivered     bigint NOT NULL DEFAULT 0,
        failing_since timestamptz,
        stopped_at    timestamptz
      );
      CREATE INDEX webhook_of_owner ON hub.webhook (owner, created_at);
    `)
  }
}
