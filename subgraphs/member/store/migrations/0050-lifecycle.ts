import { Migration } from '@mikro-orm/migrations'

/** What the work on a case needs beside custody: the reporter's acts that wait, and answers that wait for their release. */
export class LifecycleTables extends Migration {
  override up(): void {
    this.addSql(`
      -- Follows from the custody's chain and annex: those whose government has to carry out what the reporter asks for.
      CREATE TABLE waiting_note (
        complaint  text NOT NULL,
        government text NOT NULL,
        PRIMARY KEY (complaint, government)
      );

      -- A government's own paper: it goes to nobody before somebody else has released it.
      CREATE TABLE answer_draft (
        case_id    text PRIMARY KEY REFERENCES case_file,
        text       text NOT NULL,
        drafted_by text NOT NULL,
        drafted_at timestamptz NOT NULL
      );
    `)
  }
}
