import { Migration } from '@mikro-orm/migrations'

/**
 * In a transaction that says whose receipt it was shown (`confineToComplaint`), the database refuses rows of other
 * complaints. Triggers and no policies, as for officers (0056). And a confidential complaint's title cannot come into the
 * feed, which all who follow it read together.
 */
export class OwnComplaint extends Migration {
  override up(): void {
    this.addSql(`
      CREATE FUNCTION lawang_own_complaint_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      DECLARE own text := current_setting('lawang.reports_on', true);
      BEGIN
        IF (TG_OP <> 'INSERT' AND OLD.complaint <> own) OR (TG_OP <> 'DELETE' AND NEW.complaint <> own) THEN
          RAISE insufficient_privilege USING MESSAGE = 'a reporter writes rows of the own complaint only';
        END IF;
        RETURN COALESCE(NEW, OLD);
      END $$;

      CREATE FUNCTION lawang_own_record_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      DECLARE own text := current_setting('lawang.reports_on', true);
      BEGIN
        IF (TG_OP <> 'INSERT' AND OLD.id <> own) OR (TG_OP <> 'DELETE' AND NEW.id <> own) THEN
          RAISE insufficient_privilege USING MESSAGE = 'a reporter writes rows of the own complaint only';
        END IF;
        RETURN COALESCE(NEW, OLD);
      END $$;

      CREATE FUNCTION lawang_no_reporter() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE insufficient_privilege USING MESSAGE = 'a reporter does no act of an officer';
      END $$;
    `)
    for (const table of ['custody', 'chain_event', 'annex_event', 'case_file']) {
      this.addSql(`
        CREATE TRIGGER own_complaint BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW
          WHEN (current_setting('lawang.reports_on', true) <> '') EXECUTE FUNCTION lawang_own_complaint_only();`)
    }
    this.addSql(`
      CREATE TRIGGER own_record BEFORE INSERT OR UPDATE OR DELETE ON complaint FOR EACH ROW
        WHEN (current_setting('lawang.reports_on', true) <> '') EXECUTE FUNCTION lawang_own_record_only();`)
    for (const table of ['case_act', 'mandate', 'mandate_member', 'secretariat']) {
      this.addSql(`
        CREATE TRIGGER no_reporter BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW
          WHEN (current_setting('lawang.reports_on', true) <> '') EXECUTE FUNCTION lawang_no_reporter();`)
    }
    this.addSql(`
      ALTER TABLE feed ADD CONSTRAINT confidential_without_title
        CHECK (NOT coalesce((event ->> 'confidential')::boolean, false) OR event ->> 'title' IS NULL) NOT VALID;`)
  }
}
