import { Migration } from '@mikro-orm/migrations'

/** What evaluations and outreach programmes add up, by day. The hub counts what it has when it starts: `rollup/rebuild-days.ts`. */
export class WorkDays extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.work_day (
        government text COLLATE "C" NOT NULL,
        day        date NOT NULL,
        filed      bigint NOT NULL,
        due        bigint NOT NULL,
        met        bigint NOT NULL,
        answers    bigint NOT NULL,
        reopened   bigint NOT NULL,
        closings   bigint NOT NULL,
        silent     bigint NOT NULL,
        handovers  bigint NOT NULL,
        overturned bigint NOT NULL,
        custodies  bigint NOT NULL,
        seconds    bigint NOT NULL,
        PRIMARY KEY (government, day)
      );
      CREATE TABLE hub.village_day (
        village text COLLATE "C" NOT NULL,
        day     date NOT NULL,
        filed   bigint NOT NULL,
        settled bigint NOT NULL,
        PRIMARY KEY (village, day)
      );

      -- By what the days were counted; another calendar moves deadlines to other days.
      CREATE TABLE hub.day_version (
        only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        counted_by text NOT NULL
      );
      INSERT INTO hub.day_version (counted_by) VALUES ('');
    `)
  }
}
