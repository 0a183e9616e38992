import { Migration } from '@mikro-orm/migrations'

/** The door's complaints, the holders' cases, custody and the chains. */
export class ComplaintTables extends Migration {
  override up(): void {
    this.addSql(`
      -- Personal data lives in a schema of its own, so that a role can be kept out of it as a whole.
      CREATE SCHEMA identity;

      CREATE TABLE complaint (
        id           text PRIMARY KEY,
        door         text NOT NULL,
        kind         text NOT NULL,
        title        text NOT NULL,
        body         text NOT NULL,
        category     text,
        location     text,
        details      jsonb NOT NULL,
        channel      text NOT NULL,
        anonymous    boolean NOT NULL,
        confidential boolean NOT NULL,
        status       text NOT NULL,
        filed_at     timestamptz NOT NULL,
        received_at  date,
        updated_at   timestamptz NOT NULL,
        holder       text NOT NULL,
        epoch        bigint NOT NULL,
        handled_by   jsonb NOT NULL,
        current_case jsonb,
        content_hash text NOT NULL,
        secret_hash  text NOT NULL
      );

      CREATE TABLE identity.reporter (
        complaint text PRIMARY KEY REFERENCES complaint,
        name      text,
        phone     text,
        email     text
      );

      CREATE TABLE case_file (
        id             text PRIMARY KEY,
        government     text NOT NULL,
        complaint      text NOT NULL,
        door           text NOT NULL,
        epoch          bigint NOT NULL,
        status         text NOT NULL,
        opened_at      timestamptz NOT NULL,
        updated_at     timestamptz NOT NULL,
        deadline_at    timestamptz,
        deadline_clock text,
        agency_id      text NOT NULL,
        agency         jsonb NOT NULL,
        dossier        jsonb NOT NULL
      );
      CREATE INDEX case_worklist ON case_file (government, opened_at, id);
      CREATE INDEX case_worklist_of_agency ON case_file (agency_id, opened_at, id);
      -- One government handles a complaint in one case at a time.
      CREATE UNIQUE INDEX case_open ON case_file (complaint, government)
        WHERE status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED');

      CREATE TABLE custody (
        complaint  text NOT NULL,
        government text NOT NULL,
        door       text NOT NULL,
        state      text NOT NULL CHECK (state IN ('HOLDING', 'OFFERING', 'RELEASED', 'CLOSED')),
        epoch      bigint NOT NULL,
        request    text,
        passed_to  text,
        new_epoch  bigint,
        PRIMARY KEY (complaint, government),
        CHECK ((state = 'OFFERING') = (request IS NOT NULL)),
        CHECK ((state IN ('OFFERING', 'RELEASED')) = (passed_to IS NOT NULL)),
        CHECK ((state = 'RELEASED') = (new_epoch IS NOT NULL))
      );

      CREATE TABLE chain_event (
        complaint  text NOT NULL,
        government text NOT NULL,
        seq        integer NOT NULL,
        event      jsonb NOT NULL,
        PRIMARY KEY (complaint, government, seq)
      );

      -- What is known beside the chain: it only grows, and each event is in it once.
      CREATE TABLE annex_event (
        complaint  text NOT NULL,
        government text NOT NULL,
        id         text NOT NULL,
        event      jsonb NOT NULL,
        added_at   timestamptz NOT NULL,
        PRIMARY KEY (complaint, government, id)
      );
    `)
  }
}
