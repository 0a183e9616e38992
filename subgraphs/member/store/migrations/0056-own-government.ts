import { Migration } from '@mikro-orm/migrations'

/**
 * In a transaction that says for whom it acts (`confineWrites`), the database refuses rows of other governments and, where
 * one is named, cases of other agencies. Triggers and no policies: they hold for the tables' owner and for a superuser, who
 * carries out what everybody asks.
 */
export class OwnGovernment extends Migration {
  override up(): void {
    this.addSql(`
      CREATE FUNCTION lawang_own_government_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      DECLARE own text := current_setting('lawang.acts_for', true);
      BEGIN
        IF (TG_OP <> 'INSERT' AND OLD.government <> own) OR (TG_OP <> 'DELETE' AND NEW.government <> own) THEN
          RAISE insufficient_privilege USING MESSAGE = 'an officer writes rows of the own government only';
        END IF;
        RETURN COALESCE(NEW, OLD);
      END $$;

      CREATE FUNCTION lawang_own_agency_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.agency_id <> current_setting('lawang.acts_as', true) THEN
          RAISE insufficient_privilege USING MESSAGE = 'an operator writes cases of the own agency only';
        END IF;
        RETURN NEW;
      END $$;

      CREATE FUNCTION lawang_own_case_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      DECLARE of text := CASE WHEN TG_OP = 'DELETE' THEN OLD.case_id ELSE NEW.case_id END;
      BEGIN
        -- A case that begins in this transaction is not there yet: its own row is refused then.
        IF EXISTS (SELECT FROM case_file WHERE id = of AND government <> current_setting('lawang.acts_for', true)) THEN
          RAISE insufficient_privilege USING MESSAGE = 'an officer acts on cases of the own government only';
        END IF;
        RETURN COALESCE(NEW, OLD);
      END $$;
    `)
    for (const table of ['custody', 'chain_event', 'case_file', 'mandate', 'secretariat']) {
      this.addSql(`
        CREATE TRIGGER own_government BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW
          WHEN (current_setting('lawang.acts_for', true) <> '') EXECUTE FUNCTION lawang_own_government_only();`)
    }
    for (const table of ['case_act', 'answer_draft']) {
      this.addSql(`
        CREATE TRIGGER own_case BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW
          WHEN (current_setting('lawang.acts_for', true) <> '') EXECUTE FUNCTION lawang_own_case_only();`)
    }
    this.addSql(`
      CREATE TRIGGER own_agency BEFORE UPDATE ON case_file FOR EACH ROW
        WHEN (current_setting('lawang.acts_as', true) <> '') EXECUTE FUNCTION lawang_own_agency_only();`)
  }
}
