import { Migration } from '@mikro-orm/migrations'

/**
 * The member's audit log, and the heads of others' that it keeps. Rows are written and never changed: the server may only
 * read and insert, and triggers refuse the rest to whoever owns the tables too. The schema belongs to a role that nobody
 * logs in as.
 */
export class AuditTables extends Migration {
  override up(): void {
    this.addSql(TABLES)
    this.addSql(APPEND_ONLY)
    this.addSql(OWNER)
  }
}

const TABLES = `
  CREATE SCHEMA audit;

  -- Written by the transaction of what it tells of. Places in the log are given later, by one writer.
  CREATE TABLE audit.entry (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Below the oldest transaction that is under way, nothing can appear any more.
    tx    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    entry jsonb NOT NULL
  );
  CREATE INDEX entry_of_tx ON audit.entry (tx);

  -- The log: gapless from 0, each text bound to the leaf before.
  CREATE TABLE audit.leaf (
    n      bigint PRIMARY KEY,
    -- ENTRY and the entry's id, or LOGGED and incarnation/number of the row of the member's log.
    source text NOT NULL CHECK (source IN ('ENTRY', 'LOGGED')),
    place  text NOT NULL,
    leaf   text NOT NULL,
    hash   text NOT NULL,
    UNIQUE (source, place)
  );
  CREATE INDEX leaf_of_source ON audit.leaf (source, n);

  -- Complete subtrees of every eighth level: what a root or a proof needs is read from a few of them.
  CREATE TABLE audit.subtree (
    level smallint NOT NULL,
    index bigint NOT NULL,
    hash  text NOT NULL,
    PRIMARY KEY (level, index)
  );

  -- How many leaves each incarnation of the member shares with the one before.
  CREATE TABLE audit.life (
    incarnation bigint PRIMARY KEY,
    since       bigint NOT NULL
  );

  -- What this member has signed.
  CREATE TABLE audit.own_head (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    size bigint NOT NULL,
    head jsonb NOT NULL
  );

  -- What it has been shown of others.
  CREATE TABLE audit.kept_head (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member      text NOT NULL,
    incarnation bigint NOT NULL,
    size        bigint NOT NULL,
    head        jsonb NOT NULL,
    -- FIRST, EXTENDS or RESTORED as it was judged; HEARD where another witness has passed it on,
    -- or where it came late: nothing is proved of it until the next.
    verdict     text NOT NULL CHECK (verdict IN ('FIRST', 'EXTENDS', 'RESTORED', 'HEARD', 'FORKED')),
    -- Leaves of the life before that a restored member did not have any more.
    lost        bigint NOT NULL DEFAULT 0,
    received_at timestamptz NOT NULL
  );
  CREATE INDEX kept_head_of_member ON audit.kept_head (member, incarnation, size);

  -- Two heads that one member has signed and that are not of one history: proof.
  CREATE TABLE audit.fork (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member   text NOT NULL,
    reason   text NOT NULL,
    one      jsonb NOT NULL,
    other    jsonb NOT NULL,
    found_at timestamptz NOT NULL
  );

  -- The digest of a row that names people, for an entry that does not.
  CREATE FUNCTION audit.digest(VARIADIC parts text[]) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT encode(sha256(convert_to(array_to_json(parts)::text, 'UTF8')), 'hex');
  $$;
`

const LIST = ['entry', 'leaf', 'subtree', 'life', 'own_head', 'kept_head', 'fork']

const APPEND_ONLY = `
  CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      RAISE EXCEPTION 'audit.% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END
  $$;
  ${LIST.map(
    (table) => `
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.${table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
  ALTER TABLE audit.${table} ENABLE ALWAYS TRIGGER append_only;`,
  ).join('')}
`

const OWNER = `
  DO $$
  DECLARE
    server name := current_user;
    part   text;
  BEGIN
    BEGIN
      -- Roles belong to the whole cluster: another member may have made it, at this very moment even.
      CREATE ROLE lawang_audit NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT pg_has_role(server, 'lawang_audit', 'SET') THEN
      EXECUTE format('GRANT lawang_audit TO %I WITH INHERIT FALSE, SET TRUE', server);
    END IF;
    ALTER SCHEMA audit OWNER TO lawang_audit;
    FOREACH part IN ARRAY ARRAY[${LIST.map((table) => `'${table}'`).join(', ')}] LOOP
      EXECUTE format('ALTER TABLE audit.%I OWNER TO lawang_audit', part);
    END LOOP;
    ALTER FUNCTION audit.digest(text[]) OWNER TO lawang_audit;
    ALTER FUNCTION audit.refuse() OWNER TO lawang_audit;
    SET LOCAL ROLE lawang_audit;
    EXECUTE format('GRANT USAGE ON SCHEMA audit TO %I', server);
    EXECUTE format('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA audit TO %I', server);
    EXECUTE format('SET LOCAL ROLE %I', server);
  EXCEPTION WHEN insufficient_privilege THEN
    -- A user who may not make roles keeps the schema itself: the triggers refuse all the same.
    RAISE NOTICE 'audit stays with %: it may not create the role lawang_audit', server;
  END $$;
`
