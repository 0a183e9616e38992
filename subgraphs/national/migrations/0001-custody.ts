import { Migration } from '@mikro-orm/migrations'

/** The custody register with its copy of every chain, the members' cursors, and their mail. */
export class CustodyTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE SCHEMA hub;

      -- The hub's own incarnation and the number of the feed's last row. Transactions that write take turns
      -- (one advisory lock), so numbers are given in the order of commits.
      CREATE TABLE hub.counter (
        only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        incarnation integer NOT NULL,
        feed        bigint NOT NULL
      );
      INSERT INTO hub.counter (incarnation, feed) VALUES (1, 0);

      -- How far each member's log has been read, the number of its last mail, and when it was last heard.
      CREATE TABLE hub.member (
        name        text PRIMARY KEY,
        incarnation integer NOT NULL DEFAULT 1,
        log         bigint NOT NULL DEFAULT 0,
        mail        bigint NOT NULL DEFAULT 0,
        heard_at    timestamptz
      );

      -- One sequence per member. "addressed_to" is the member's incarnation that a row was written for.
      CREATE TABLE hub.mail (
        member       text NOT NULL REFERENCES hub.member,
        incarnation  integer NOT NULL,
        n            bigint NOT NULL,
        addressed_to integer NOT NULL,
        message      json NOT NULL,
        PRIMARY KEY (member, incarnation, n)
      );

      CREATE TABLE hub.register (
        complaint   text PRIMARY KEY,
        door        text NOT NULL,
        holder      text NOT NULL,
        epoch       bigint NOT NULL,
        state       text NOT NULL CHECK (state IN ('HELD', 'OFFERED', 'GRANTED', 'CLOSED')),
        secret_hash text NOT NULL
      );

      CREATE TABLE hub.chain_event (
        complaint text NOT NULL REFERENCES hub.register,
        seq       integer NOT NULL,
        event     json NOT NULL,
        PRIMARY KEY (complaint, seq)
      );

      -- What was written beside the chain: it only grows, and each event is in it once.
      CREATE TABLE hub.annex_event (
        complaint text NOT NULL REFERENCES hub.register,
        id        text NOT NULL,
        event     json NOT NULL,
        PRIMARY KEY (complaint, id)
      );

      -- Handovers that were asked for. The open one of a complaint is part of its custody.
      CREATE TABLE hub.request (
        id        text PRIMARY KEY,
        complaint text NOT NULL REFERENCES hub.register,
        giver     text NOT NULL,
        epoch     bigint NOT NULL,
        asked     text NOT NULL,
        agency    text,
        reason    text NOT NULL,
        dossier   json NOT NULL,
        opened_at timestamptz NOT NULL,
        candidate text NOT NULL,
        outcome   text NOT NULL CHECK (outcome IN ('OPEN', 'GRANTED', 'WITHDRAWN', 'NOBODY_REACHABLE'))
      );
      CREATE UNIQUE INDEX request_open ON hub.request (complaint) WHERE outcome = 'OPEN';
      CREATE INDEX request_waiting ON hub.request (candidate) WHERE outcome = 'OPEN';
    `)
  }
}
