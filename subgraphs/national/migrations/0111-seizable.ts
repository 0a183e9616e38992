import { Migration } from '@mikro-orm/migrations'

/**
 * What somebody else is looked for when its holder falls silent: told from the rest, as state is, which does not tell
 * what is closed and done from what is closed and has an act of its reporter waiting.
 */
export class Seizable extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE hub.register ADD COLUMN seizable boolean NOT NULL DEFAULT false;
      UPDATE hub.register AS r SET seizable = true WHERE epoch > 1 AND (state <> 'CLOSED' OR EXISTS (
        SELECT FROM hub.annex_event AS a WHERE a.complaint = r.complaint AND a.event ->> 'type' = 'REPORTER_ACT'
          AND NOT EXISTS (SELECT FROM hub.chain_event AS c
            WHERE c.complaint = r.complaint AND c.event -> 'data' ->> 'carriesOut' = a.id)));
      CREATE INDEX register_seizable ON hub.register (holder, lease_class) WHERE seizable;
    `)
  }
}
