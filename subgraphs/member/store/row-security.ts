import { sha256Hex } from '@lawang/schema/digest'
import { asked } from './asker-setting.ts'
import { type Database, DatabaseUnavailable, hasSqlState, type Sql } from './database.ts'

/** The role by which what people ask is read. It owns nothing, writes nothing, and sees only rows of who asks. */
export const READER_ROLE = 'lawang_reader'

const DUPLICATE_OBJECT = '42710'
const UNIQUE_VIOLATION = '23505'
const NOT_ALLOWED = '42501'
const SECURITY_LOCK = 0x6c61_7764

/**
 * A function plans its question anew for each list of keys, and with the policies of the tables in it that takes longer than
 * the answer: twice as long as without them. One plan by keys fits all lists; see `PLANS_BY_KEY`.
 */
const PLANNED_ONCE = `SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET enable_bitmapscan = off`

/**
 * The policies: who sees which row, by how far the asker's rights reach (access/asker.ts). A question that says nothing
 * of its asker sees nothing. What is asked of confidential complaints alone stands in a function, because PostgreSQL would
 * make ready for it with every statement. What is public of a confidential complaint comes from functions that leave its
 * content out.
 */
const POLICIES = `
  CREATE OR REPLACE FUNCTION lawang_reaches(scope text, government text, agency text, place text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE scope
      WHEN 'everywhere' THEN true
      WHEN 'own government' THEN government = ${asked('government')}
      WHEN 'government and below' THEN ${asked('region')} IN (government, left(government, 2), '00')
        AND (${asked('region')} <> left(government, 2) OR government <> '00')
      WHEN 'own agency' THEN government = ${asked('government')}
        AND agency = ${asked('agency')}
      WHEN 'own area' THEN place = ${asked('region')}
        OR starts_with(place, ${asked('region')} || '.')
      ELSE false
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_reaches_confidential(door text, holder text, agency text, place text)
    RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
    DECLARE reach text := ${asked('confidential')};
    BEGIN
      RETURN coalesce(lawang_reaches(reach, door, agency, place), false)
        OR coalesce(lawang_reaches(reach, holder, agency, place), false);
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_hidden_complaints(ids text[]) RETURNS SETOF complaint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
    DECLARE found complaint%ROWTYPE;
    BEGIN
      FOR found IN SELECT * FROM complaint WHERE id = ANY(ids) AND confidential LOOP
        found.title := ''; found.body := ''; found.details := '[]'; found.content_hash := '';
        RETURN NEXT found;
      END LOOP;
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_hidden_cases(ids text[]) RETURNS SETOF case_file
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
    DECLARE found case_file%ROWTYPE;
    BEGIN
      FOR found IN SELECT * FROM case_file WHERE id = ANY(ids) LOOP
        IF (found.dossier ->> 'confidential')::boolean
          AND NOT lawang_reaches_confidential(
            found.door, found.government, found.agency_id, found.dossier ->> 'location')
        THEN
          found.dossier := found.dossier || '{"title": "", "body": "", "details": [], "contentHash": ""}';
        END IF;
        RETURN NEXT found;
      END LOOP;
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_bare_event(event jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT event || jsonb_build_object('data', (event -> 'data') - '{reason, note, text, title, act, listing}'::text[]
      || CASE WHEN event -> 'data' ? 'listing'
           THEN jsonb_build_object('listing', (event -> 'data' -> 'listing') - 'title') ELSE '{}' END)
  $$;

  CREATE OR REPLACE FUNCTION lawang_door_chains(ids text[]) RETURNS TABLE (event jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ${PLANNED_ONCE} AS $$
    DECLARE secrets text[] := string_to_array(${asked('secrets')}, ',');
    BEGIN
      RETURN QUERY
        SELECT CASE WHEN NOT known.confidential OR known.secret_hash = ANY(secrets)
            OR lawang_reaches_confidential(known.door, known.holder, known.handled_by ->> 'id', known.location)
          THEN step.event ELSE lawang_bare_event(step.event) END
        FROM complaint AS known JOIN chain_event AS step ON step.complaint = known.id AND step.government = known.door
        WHERE known.id = ANY(ids) AND ${asked('worklist')} <> ''
        ORDER BY step.complaint, step.seq;
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_case_chains(ids text[]) RETURNS TABLE (id text, event jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ${PLANNED_ONCE} AS $$
    BEGIN
      RETURN QUERY
        SELECT held.id, chain_event.event FROM case_file AS held JOIN chain_event USING (complaint, government)
        WHERE held.id = ANY(ids) AND ${asked('worklist')} <> ''
          AND (NOT (held.dossier ->> 'confidential')::boolean
            OR lawang_reaches_confidential(
              held.door, held.government, held.agency_id, held.dossier ->> 'location'))
        ORDER BY held.id, chain_event.seq;
    END
  $$;

  CREATE OR REPLACE FUNCTION lawang_case_of_act(case_id text) RETURNS TABLE (government text, agency text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      RETURN QUERY SELECT case_file.government, case_file.agency_id FROM case_file WHERE case_file.id = case_id;
    END
  $$;

  DROP POLICY IF EXISTS asked ON complaint;
  CREATE POLICY asked ON complaint FOR SELECT TO ${READER_ROLE} USING (
    NOT confidential AND ${asked('worklist')} <> ''
    OR secret_hash = ANY (string_to_array(${asked('secrets')}, ','))
    OR lawang_reaches_confidential(door, holder, handled_by ->> 'id', location)
  );
  DROP POLICY IF EXISTS asked ON case_file;
  CREATE POLICY asked ON case_file FOR SELECT TO ${READER_ROLE} USING (
    lawang_reaches(${asked('worklist')}, government, agency_id, dossier ->> 'location')
  );
  DROP POLICY IF EXISTS asked ON case_act;
  CREATE POLICY asked ON case_act FOR SELECT TO ${READER_ROLE} USING (
    EXISTS (SELECT FROM lawang_case_of_act(case_id) AS held
            WHERE lawang_reaches(${asked('acts')}, held.government, held.agency, NULL))
  );
  DROP POLICY IF EXISTS asked ON chain_event;
  CREATE POLICY asked ON chain_event FOR SELECT TO ${READER_ROLE} USING (
    EXISTS (SELECT FROM complaint WHERE complaint.id = chain_event.complaint)
  );
  DROP POLICY IF EXISTS asked ON mandate;
  CREATE POLICY asked ON mandate FOR SELECT TO ${READER_ROLE} USING (
    lawang_reaches(${asked('mandates')}, government, agency, NULL)
  );
  DROP POLICY IF EXISTS asked ON mandate_member;
  CREATE POLICY asked ON mandate_member FOR SELECT TO ${READER_ROLE} USING (
    EXISTS (SELECT FROM mandate WHERE mandate.id = mandate_member.mandate)
  );
  DROP POLICY IF EXISTS asked ON answer_draft;
  CREATE POLICY asked ON answer_draft FOR SELECT TO ${READER_ROLE} USING (
    EXISTS (SELECT FROM lawang_case_of_act(case_id) AS held
            WHERE lawang_reaches(${asked('drafts')}, held.government, held.agency, NULL))
  );
`

const TABLES = [
  ...['complaint', 'chain_event', 'case_file', 'case_act', 'answer_draft'],
  ...['mandate', 'mandate_member', 'secretariat'],
]
const READABLE = [
  ...['complaint', 'chain_event', 'case_file', 'case_act', 'answer_draft'],
  ...['mandate', 'mandate_member', 'agency'],
]
const FUNCTIONS = [
  ...['lawang_hidden_complaints(text[])', 'lawang_hidden_cases(text[])', 'lawang_door_chains(text[])'],
  ...['lawang_case_chains(text[])', 'lawang_case_of_act(text)'],
]

/**
 * Brings roles and policies to this code's version; costs one short query when they are. Row security is forced on the
 * tables' owner as well, whom a policy of its own lets work. Throws `DatabaseUnavailable` when the role cannot be made.
 */
export async function secureRows(database: Database): Promise<void> {
  const version = sha256Hex(POLICIES).slice(0, 16)
  await ensureReader(database)
  await database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [SECURITY_LOCK])
    const [known] = await tx.query<{ version: string }>('SELECT version FROM row_security')
    if (known?.version === version) return
    for (const statement of statements()) await tx.query(statement)
    await tx.query(
      `INSERT INTO row_security (version) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET version = excluded.version`,
      [version],
    )
  })
}

function statements(): readonly string[] {
  return [
    POLICIES,
    ...TABLES.flatMap((table) => [
      `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
      `DROP POLICY IF EXISTS software ON ${table}`,
      `CREATE POLICY software ON ${table} TO CURRENT_USER USING (true) WITH CHECK (true)`,
    ]),
    ...FUNCTIONS.flatMap((name) => [
      `REVOKE ALL ON FUNCTION ${name} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${name} TO ${READER_ROLE}`,
    ]),
    `GRANT USAGE ON SCHEMA public TO ${READER_ROLE}`,
    `GRANT SELECT ON ${READABLE.join(', ')} TO ${READER_ROLE}`,
  ]
}

/** Roles belong to the whole server: another database's member may have made it, or makes it at this moment. */
async function ensureReader(sql: Sql): Promise<void> {
  const [known] = await sql.query('SELECT FROM pg_roles WHERE rolname = $1', [READER_ROLE])
  try {
    if (!known) await sql.query(`CREATE ROLE ${READER_ROLE} NOLOGIN`).catch(unlessItIsThere)
    const [member] = await sql.query<{ may: boolean }>("SELECT pg_has_role(current_user, $1, 'SET') AS may", [
      READER_ROLE,
    ])
    if (!member?.may) await sql.query(`GRANT ${READER_ROLE} TO CURRENT_USER`)
  } catch (error) {
    if (!hasSqlState(error, NOT_ALLOWED)) throw error
    throw new DatabaseUnavailable(
      `The database's user may not make the role ${READER_ROLE}: let an administrator run CREATE ROLE ${READER_ROLE} NOLOGIN and GRANT it to that user.`,
    )
  }
}

function unlessItIsThere(error: unknown): void {
  if (!hasSqlState(error, DUPLICATE_OBJECT) && !hasSqlState(error, UNIQUE_VIOLATION)) throw error
}
