import { Migration } from '@mikro-orm/migrations'

/**
 * Identity, sealed: a row is ciphertext and its wrapped data key. The schema belongs to a role of its own, which nobody
 * logs in as. The server reaches it by these functions only, and the one that shows a row writes down who has seen it.
 */
export class SealedIdentity extends Migration {
  override up(): void {
    this.addSql(TABLES)
    this.addSql(FUNCTIONS)
    this.addSql(OWNER)
  }
}

const TABLES = `
  -- Rows of before: the server seals them at its next start, which has the key, and drops the table.
  ALTER TABLE identity.reporter RENAME TO unsealed_reporter;
  ALTER TABLE identity.unsealed_reporter RENAME CONSTRAINT reporter_pkey TO unsealed_reporter_pkey;

  CREATE TABLE identity.reporter (
    complaint   text PRIMARY KEY,
    key_id      text NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed      bytea NOT NULL,
    kept_at     timestamptz NOT NULL
  );
  CREATE INDEX reporter_of_key ON identity.reporter (key_id, complaint);

  CREATE TABLE identity.erasure (
    complaint text PRIMARY KEY,
    erased_at timestamptz NOT NULL
  );

  CREATE TABLE identity.disclosure (
    n          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint  text NOT NULL,
    at         timestamptz NOT NULL,
    role       text NOT NULL,
    subject    text NOT NULL,
    government text,
    agency     text,
    purpose    text NOT NULL
  );
  CREATE INDEX disclosure_of_complaint ON identity.disclosure (complaint, n);
`

const FUNCTIONS = `
  -- Keeps, or replaces after a correction. False where the identity was erased: what is gone stays gone.
  CREATE FUNCTION identity.keep(complaint text, key_id text, wrapped_key bytea, sealed bytea, at timestamptz)
  RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH kept AS (
      INSERT INTO identity.reporter AS it (complaint, key_id, wrapped_key, sealed, kept_at)
      SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM identity.erasure WHERE erasure.complaint = $1)
      ON CONFLICT (complaint) DO UPDATE
        SET key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, sealed = excluded.sealed,
          kept_at = excluded.kept_at
      RETURNING 1)
    SELECT EXISTS (SELECT FROM kept);
  $$;

  -- The sealed row, and in the same statement the record of who was shown it.
  CREATE FUNCTION identity.show(complaint text, at timestamptz, role text, subject text, government text, agency text,
    purpose text)
  RETURNS TABLE (key_id text, wrapped_key bytea, sealed bytea)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH found AS (SELECT it.* FROM identity.reporter AS it WHERE it.complaint = $1),
    written AS (
      INSERT INTO identity.disclosure (complaint, at, role, subject, government, agency, purpose)
      SELECT $1, $2, $3, $4, $5, $6, $7 FROM found RETURNING 1)
    SELECT found.key_id, found.wrapped_key, found.sealed FROM found, written;
  $$;

  CREATE FUNCTION identity.shown(complaint text)
  RETURNS SETOF identity.disclosure LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM identity.disclosure WHERE disclosure.complaint = $1 ORDER BY n;
  $$;

  -- The data key goes with the row: what a copy of the ciphertext elsewhere says cannot be read any more.
  CREATE FUNCTION identity.erase(complaint text, at timestamptz)
  RETURNS timestamptz LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DELETE FROM identity.reporter WHERE reporter.complaint = $1;
    INSERT INTO identity.erasure (complaint, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING;
    SELECT erased_at FROM identity.erasure WHERE erasure.complaint = $1;
  $$;

  CREATE FUNCTION identity.erased_at(complaint text)
  RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT erased_at FROM identity.erasure WHERE erasure.complaint = $1;
  $$;

  -- Data keys under another master key than the present one, in the order of complaints.
  CREATE FUNCTION identity.wrapped_otherwise(current_key text, after text, most integer)
  RETURNS TABLE (complaint text, key_id text, wrapped_key bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT it.complaint, it.key_id, it.wrapped_key FROM identity.reporter AS it
    WHERE it.key_id <> $1 AND it.complaint > $2 ORDER BY it.complaint LIMIT $3;
  $$;

  -- Only if the data key is still the one that was unwrapped: a correction meanwhile has brought another.
  CREATE FUNCTION identity.rewrap(complaint text, former bytea, key_id text, wrapped_key bytea)
  RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH done AS (
      UPDATE identity.reporter AS it SET key_id = $3, wrapped_key = $4
      WHERE it.complaint = $1 AND it.wrapped_key = $2 RETURNING 1)
    SELECT EXISTS (SELECT FROM done);
  $$;
`

const OWNER = `
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA identity FROM PUBLIC;
  DO $$
  DECLARE
    server name := current_user;
    part   text;
  BEGIN
    BEGIN
      -- Roles belong to the whole cluster: another member may have made it, at this very moment even.
      CREATE ROLE lawang_identity NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT pg_has_role(server, 'lawang_identity', 'SET') THEN
      EXECUTE format('GRANT lawang_identity TO %I WITH INHERIT FALSE, SET TRUE', server);
    END IF;
    ALTER SCHEMA identity OWNER TO lawang_identity;
    FOREACH part IN ARRAY ARRAY['reporter', 'erasure', 'disclosure', 'unsealed_reporter'] LOOP
      EXECUTE format('ALTER TABLE identity.%I OWNER TO lawang_identity', part);
    END LOOP;
    FOR part IN SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'identity'::regnamespace LOOP
      EXECUTE format('ALTER FUNCTION %s OWNER TO lawang_identity', part);
    END LOOP;
    SET LOCAL ROLE lawang_identity;
    EXECUTE format('GRANT USAGE ON SCHEMA identity TO %I', server);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA identity TO %I', server);
    EXECUTE format('SET LOCAL ROLE %I', server);
  EXCEPTION WHEN insufficient_privilege THEN
    -- A user who may not make roles keeps the schema itself: sealed all the same, but not walled off by a role.
    RAISE NOTICE 'identity stays with %: it may not create the role lawang_identity', server;
  END $$;
`
