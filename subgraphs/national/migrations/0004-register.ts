import { Migration } from '@mikro-orm/migrations'

/**
 * The register as the custody protocol has it. What the tables held before lacks the content of complaints, so they are
 * made anew; the hub then counts as restored, and gathers what it knew from the members' reports.
 */
export class RegisterTables extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE hub.listing DROP CONSTRAINT listing_complaint_fkey;
      TRUNCATE hub.listing, hub.feed;
      DROP TABLE hub.request, hub.annex_event, hub.chain_event, hub.register, hub.mail;

      -- "clock" is the hub's uptime in milliseconds, continued from process to process. "writer" is the process that
      -- may write: whoever starts takes its place, and transactions take turns by this row's lock.
      ALTER TABLE hub.counter
        ALTER COLUMN incarnation TYPE bigint,
        ADD COLUMN clock double precision NOT NULL DEFAULT 0,
        ADD COLUMN started_at double precision NOT NULL DEFAULT 0,
        ADD COLUMN recovery json,
        ADD COLUMN writer text;
      UPDATE hub.counter SET feed = 0;
      UPDATE hub.counter SET clock = 1 WHERE EXISTS (SELECT FROM hub.member WHERE heard_at IS NOT NULL);

      CREATE TABLE hub.party (
        name            text PRIMARY KEY,
        log_incarnation bigint NOT NULL,
        log_n           bigint NOT NULL,
        contact         double precision NOT NULL,
        reported        boolean NOT NULL,
        owes_confirmed  boolean NOT NULL,
        -- The number of its last mail of the hub's present incarnation.
        mail            bigint NOT NULL DEFAULT 0,
        -- The wall clock when it was last heard: shown to people, never compared.
        heard_at        timestamptz
      );
      DROP TABLE hub.member;

      -- One sequence per member. "addressed_to" is the member's incarnation that a row was written for.
      CREATE TABLE hub.mail (
        member       text NOT NULL REFERENCES hub.party,
        incarnation  bigint NOT NULL,
        n            bigint NOT NULL,
        addressed_to bigint NOT NULL,
        message      json NOT NULL,
        PRIMARY KEY (member, incarnation, n)
      );

      CREATE TABLE hub.register (
        complaint   text PRIMARY KEY,
        door        text NOT NULL,
        lease_class text NOT NULL,
        secret_hash text,
        dossier     json NOT NULL,
        holder      text NOT NULL,
        epoch       bigint NOT NULL,
        phase       text NOT NULL CHECK (phase IN ('SETTLED', 'UNSETTLED', 'AWAITING_DOOR')),
        claims      json,
        waiting     json,
        request     json,
        seizure     json,
        granted     json,
        shown       bigint NOT NULL,
        -- Told from the rest, for what looks for rows: whose turn it is and until when, by the hub's clock; where
        -- custody stands; the chain's length and the hash of its end.
        candidate   text,
        due_at      double precision,
        state       text NOT NULL CHECK (state IN ('HELD', 'OFFERED', 'GRANTED', 'CLOSED')),
        length      integer NOT NULL,
        tip         text NOT NULL
      );
      CREATE INDEX register_due ON hub.register (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX register_candidate ON hub.register (candidate) WHERE candidate IS NOT NULL;
      CREATE INDEX register_holder ON hub.register (holder, lease_class, state);
      CREATE INDEX register_door ON hub.register (door);
      CREATE INDEX register_unsettled ON hub.register (lease_class) WHERE phase = 'UNSETTLED';

      CREATE TABLE hub.chain_event (
        complaint text NOT NULL REFERENCES hub.register,
        seq       integer NOT NULL,
        event     json NOT NULL,
        PRIMARY KEY (complaint, seq)
      );

      -- What was written beside the chain: each event is in it once. "place" is the order in which it came.
      CREATE TABLE hub.annex_event (
        complaint text NOT NULL REFERENCES hub.register,
        id        text NOT NULL,
        place     integer NOT NULL,
        event     json NOT NULL,
        PRIMARY KEY (complaint, id)
      );
    `)
  }
}
