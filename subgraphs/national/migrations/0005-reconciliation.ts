import { Migration } from '@mikro-orm/migrations'

/** The comparisons of doors, holders and register, and what they have found. */
export class ReconciliationTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.reconciliation (
        round    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        began_at timestamptz NOT NULL,
        ended_at timestamptz,
        -- Copies that were compared.
        copies   bigint NOT NULL DEFAULT 0
      );

      -- A difference stands until a later round does not find it any more.
      CREATE TABLE hub.divergence (
        complaint  text NOT NULL,
        government text NOT NULL,
        fault      text NOT NULL,
        found_at   timestamptz NOT NULL,
        round      bigint NOT NULL REFERENCES hub.reconciliation,
        PRIMARY KEY (complaint, government, fault)
      );
    `)
  }
}
