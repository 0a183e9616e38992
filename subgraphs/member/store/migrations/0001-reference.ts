import { Migration } from '@mikro-orm/migrations'

/** Regions, categories, competence rules and the agencies of the governments hosted here. */
export class ReferenceTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE reference_version (
        only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version   text NOT NULL,
        hosted    text[] NOT NULL,
        loaded_at timestamptz NOT NULL
      );

      CREATE TABLE region (
        code   text PRIMARY KEY,
        name   text NOT NULL,
        tier   text NOT NULL,
        parent text
      );

      CREATE TABLE category (
        code         text PRIMARY KEY,
        name         text NOT NULL,
        name_english text NOT NULL,
        affair       text NOT NULL,
        parent       text,
        position     integer NOT NULL
      );

      -- Rules of every version that was ever loaded: a decision of last year can still be explained.
      CREATE TABLE competence_rule (
        version      text NOT NULL,
        id           text NOT NULL,
        position     integer NOT NULL,
        category     text NOT NULL,
        detail_key   text,
        detail_value text,
        tier         text NOT NULL,
        agency_kind  text NOT NULL,
        definite     boolean NOT NULL,
        citation     text NOT NULL,
        source       text NOT NULL,
        verified     boolean NOT NULL,
        note         text,
        PRIMARY KEY (version, id)
      );

      CREATE TABLE agency (
        id          text PRIMARY KEY,
        government  text NOT NULL,
        kind        text NOT NULL,
        name        text NOT NULL,
        short_name  text NOT NULL,
        affairs     text[] NOT NULL,
        region      text NOT NULL,
        coordinator boolean NOT NULL,
        position    integer NOT NULL
      );
      CREATE INDEX agency_of_government ON agency (government, position);
    `)
  }
}
