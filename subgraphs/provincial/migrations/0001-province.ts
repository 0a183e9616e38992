import { Migration } from '@mikro-orm/migrations'

/** What only a province keeps: the nation's last answers, commitments, and outreach programmes. */
export class ProvinceTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE SCHEMA province;

      -- What the nation last answered to a question: it is shown, with its age, when the nation does not answer.
      CREATE TABLE province.kept_answer (
        question text PRIMARY KEY,
        answer   jsonb NOT NULL,
        as_of    timestamptz NOT NULL
      );

      -- Which governments of a province have signed that they handle complaints together.
      CREATE TABLE province.commitment (
        province      text NOT NULL,
        government    text NOT NULL,
        signed_on     date NOT NULL,
        document      text NOT NULL,
        position      text NOT NULL,
        registered_at timestamptz NOT NULL,
        registered_by text NOT NULL,
        PRIMARY KEY (province, government)
      );

      CREATE TABLE province.outreach_programme (
        id         text PRIMARY KEY,
        province   text NOT NULL,
        name       text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL
      );
      CREATE INDEX outreach_of_province ON province.outreach_programme (province, created_at);

      -- A village that a programme wants to reach, and the people there; without "visited_on" nobody has been there yet.
      CREATE TABLE province.outreach_village (
        programme  text NOT NULL REFERENCES province.outreach_programme,
        village    text NOT NULL,
        people     integer NOT NULL CHECK (people > 0),
        visited_on date,
        attended   integer CHECK (attended >= 0),
        PRIMARY KEY (programme, village),
        CHECK ((visited_on IS NULL) = (attended IS NULL))
      );
    `)
  }
}
