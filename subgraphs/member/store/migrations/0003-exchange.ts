import { Migration } from '@mikro-orm/migrations'

/** The member's log and public feed with their one counter, and how far it has read the hub's mail. */
export class ExchangeTables extends Migration {
  override up(): void {
    this.addSql(`
      -- One row and one lock for both numbers: whoever writes holds it from the last statement to the commit, so
      -- that rows become visible in the order of their numbers and a reader never passes one that is still to come.
      CREATE TABLE log_counter (
        only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        incarnation integer NOT NULL,
        log         bigint NOT NULL,
        feed        bigint NOT NULL
      );
      INSERT INTO log_counter (incarnation, log, feed) VALUES (1, 0, 0);

      CREATE TABLE log (
        incarnation integer NOT NULL,
        n           bigint NOT NULL,
        message     jsonb NOT NULL,
        at          timestamptz NOT NULL,
        PRIMARY KEY (incarnation, n)
      );

      CREATE TABLE feed (
        n         bigint PRIMARY KEY,
        complaint text NOT NULL,
        event     jsonb NOT NULL,
        at        timestamptz NOT NULL
      );
      CREATE INDEX feed_of_complaint ON feed (complaint, n);

      -- The last row of the hub's mail whose effect is committed.
      CREATE TABLE mail_cursor (
        only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        incarnation integer NOT NULL,
        n           bigint NOT NULL
      );
      INSERT INTO mail_cursor (incarnation, n) VALUES (0, 0);

      -- What the hub last said: its highest incarnation that was met, and how far it has read this member's log.
      CREATE TABLE hub_contact (
        only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        hub_incarnation integer NOT NULL,
        log_incarnation integer NOT NULL,
        log_n           bigint NOT NULL,
        heard_at        timestamptz,
        drained_at      timestamptz
      );
      INSERT INTO hub_contact (hub_incarnation, log_incarnation, log_n) VALUES (0, 0, 0);
    `)
  }
}
