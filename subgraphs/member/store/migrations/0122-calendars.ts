import { Migration } from '@mikro-orm/migrations'

/** The versions of the working-day calendar that this server has counted by; the one that was added last counts. */
export class Calendars extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE calendar (
        n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        version  text NOT NULL UNIQUE,
        -- Why: the decree that changed the days off. It stands in the trail of the deadlines that moved.
        reason   text NOT NULL,
        added_at timestamptz NOT NULL
      );
      CREATE TABLE calendar_day (
        calendar bigint NOT NULL REFERENCES calendar,
        date     date NOT NULL,
        name     text NOT NULL,
        kind     text NOT NULL CHECK (kind IN ('national-holiday', 'cuti-bersama')),
        decree   text NOT NULL,
        source   text NOT NULL,
        verified boolean NOT NULL,
        PRIMARY KEY (calendar, date)
      );
    `)
  }
}
