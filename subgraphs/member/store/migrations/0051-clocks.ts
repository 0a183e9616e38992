import { Migration } from '@mikro-orm/migrations'

/** What deadlines are computed from, when the clocks have something to do, and the trail of what a new calendar moved. */
export class ClockTables extends Migration {
  override up(): void {
    this.addSql(`
      -- Null on what was written before: it is folded from the chain when the deadlines are computed the next time.
      ALTER TABLE case_file
        ADD COLUMN timeline jsonb,
        ADD COLUMN due_at   timestamptz,
        ADD COLUMN warn_at  timestamptz;
      CREATE INDEX case_due ON case_file (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX case_warned ON case_file (warn_at) WHERE warn_at IS NOT NULL;
      CREATE INDEX case_overdue ON case_file (government, deadline_at, id) WHERE deadline_at IS NOT NULL;
      -- Whoever was open before has its clocks looked at once.
      UPDATE case_file SET due_at = now() WHERE status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED');

      CREATE TABLE deadline_calendar (
        only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version    text NOT NULL,
        applied_at timestamptz NOT NULL
      );
      CREATE TABLE deadline_change (
        n                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id          text NOT NULL REFERENCES case_file,
        clock            text NOT NULL,
        old_at           timestamptz NOT NULL,
        new_at           timestamptz NOT NULL,
        calendar_version text NOT NULL,
        reason           text NOT NULL,
        changed_at       timestamptz NOT NULL
      );
      CREATE INDEX deadline_change_of_case ON deadline_change (case_id, n);

      CREATE TABLE case_reminder (
        case_id     text NOT NULL REFERENCES case_file,
        clock       text NOT NULL,
        deadline_at timestamptz NOT NULL,
        reminded_at timestamptz NOT NULL,
        PRIMARY KEY (case_id, clock, deadline_at)
      );
    `)
  }
}
