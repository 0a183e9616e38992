import { Migration } from '@mikro-orm/migrations'

/** Which complaint was merged into which, so that its reporter is told what becomes of the other. */
export class MergedCases extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE merged_case (
        merged     text NOT NULL,
        government text NOT NULL,
        survivor   text NOT NULL,
        -- How many events the survivor had at the merger: what was before is no news.
        since      integer NOT NULL,
        PRIMARY KEY (merged, government)
      );
      CREATE INDEX merged_case_of_survivor ON merged_case (survivor, government);

      -- Merged complaints whose survivors have moved on since their reporters were told.
      CREATE TABLE merged_to_tell (
        complaint  text NOT NULL,
        government text NOT NULL,
        PRIMARY KEY (complaint, government)
      );

      -- What was merged before is told at once what it has missed.
      INSERT INTO merged_case (merged, government, survivor, since)
        SELECT DISTINCT ON (step.complaint, step.government) step.complaint, step.government,
          step.event -> 'data' ->> 'mergedInto',
          (SELECT count(*) FROM chain_event AS other
           WHERE other.complaint = step.event -> 'data' ->> 'mergedInto' AND other.government = step.government
             AND other.event ->> 'at' <= step.event ->> 'at')
        FROM chain_event AS step JOIN custody ON custody.complaint = step.complaint
          AND custody.government = step.government AND custody.state = 'CLOSED'
        WHERE step.event -> 'data' ? 'mergedInto'
        ORDER BY step.complaint, step.government, step.seq DESC;
      INSERT INTO merged_to_tell (complaint, government) SELECT merged, government FROM merged_case;
    `)
  }
}
