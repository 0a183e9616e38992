import { Migration } from '@mikro-orm/migrations'

/** Decrees and whom they name, who coordinates since when, who did what under which decree, and cases by place. */
export class MandateTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE mandate (
        id            text PRIMARY KEY,
        government    text NOT NULL,
        agency        text NOT NULL,
        number        text NOT NULL,
        issuer        text NOT NULL,
        -- In a development network: names whoever has a token.
        everybody     boolean NOT NULL,
        valid_from    timestamptz NOT NULL,
        valid_to      timestamptz,
        supersedes    text REFERENCES mandate,
        registered_by text NOT NULL,
        registered_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (agency, number)
      );
      CREATE TABLE mandate_member (
        mandate  text NOT NULL REFERENCES mandate,
        place    integer NOT NULL,
        subject  text NOT NULL,
        name     text NOT NULL,
        position text NOT NULL,
        until    timestamptz,
        PRIMARY KEY (mandate, subject)
      );

      CREATE TABLE secretariat (
        government    text NOT NULL,
        agency        text NOT NULL,
        number        text NOT NULL,
        issuer        text NOT NULL,
        valid_from    timestamptz NOT NULL,
        registered_by text NOT NULL,
        registered_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (government, valid_from)
      );

      -- The officers' names as they were at the act: a later decree does not change them.
      CREATE TABLE case_act (
        n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id  text NOT NULL REFERENCES case_file DEFERRABLE INITIALLY DEFERRED,
        act      text NOT NULL,
        at       timestamptz NOT NULL,
        subject  text NOT NULL,
        name     text,
        position text NOT NULL,
        decree   text,
        mandate  text REFERENCES mandate
      );
      CREATE INDEX case_act_of_case ON case_act (case_id, n);

      -- Which version of the policies of rows is in force here.
      CREATE TABLE row_security (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version  text NOT NULL
      );

      -- The worklists of districts and villages.
      CREATE INDEX case_worklist_of_place
        ON case_file (government, (dossier ->> 'location') text_pattern_ops, opened_at, id);
    `)
  }
}
