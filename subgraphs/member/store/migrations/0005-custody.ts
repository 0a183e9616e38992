import { Migration } from '@mikro-orm/migrations'

/** Custody as the protocol's steps read and write it: with its content, its lease's class and a handover that waits. */
export class CustodyTables extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE custody
        ADD COLUMN lease_class text NOT NULL DEFAULT 'NORMAL' CHECK (lease_class IN ('NORMAL', 'URGENT')),
        ADD COLUMN wish        jsonb CHECK (wish IS NULL OR state = 'HOLDING'),
        ADD COLUMN dossier     jsonb,
        ADD COLUMN secret_hash text,
        DROP CONSTRAINT custody_check1;
      UPDATE custody SET passed_to = NULL WHERE state = 'OFFERING';
      -- Every custody began with a case, which has the content.
      UPDATE custody SET dossier = (
        SELECT dossier FROM case_file
        WHERE case_file.complaint = custody.complaint AND case_file.government = custody.government
        ORDER BY epoch DESC LIMIT 1
      ), secret_hash = (
        SELECT secret_hash FROM complaint
        WHERE complaint.id = custody.complaint AND complaint.door = custody.government
      );
      ALTER TABLE custody
        ALTER COLUMN dossier SET NOT NULL,
        ADD CONSTRAINT custody_passed_to CHECK ((state = 'RELEASED') = (passed_to IS NOT NULL));
      CREATE INDEX custody_with_wish ON custody (complaint, government) WHERE wish IS NOT NULL;

      -- A server without the file that shows its last incarnation takes one above the seconds of the clock.
      ALTER TABLE log ALTER COLUMN incarnation TYPE bigint;
      ALTER TABLE log_counter ALTER COLUMN incarnation TYPE bigint;
      ALTER TABLE mail_cursor ALTER COLUMN incarnation TYPE bigint;
      ALTER TABLE hub_contact
        ALTER COLUMN hub_incarnation TYPE bigint,
        ALTER COLUMN log_incarnation TYPE bigint,
        ADD COLUMN quarantined boolean NOT NULL DEFAULT false;

      -- A hub that has to be told everything anew reads from the last report on.
      CREATE INDEX log_report ON log (incarnation, n)
        WHERE message ->> 'type' = 'Report' AND message ->> 'page' = '0';
      -- Whether the hub has read of a filing is asked for each receipt.
      CREATE INDEX log_filed ON log ((message ->> 'complaint')) WHERE message ->> 'type' = 'Filed';

      -- A transaction writes the custody first and what follows from it after that.
      ALTER TABLE identity.reporter ALTER CONSTRAINT reporter_complaint_fkey DEFERRABLE INITIALLY DEFERRED;
    `)
  }
}
