import { Migration } from '@mikro-orm/migrations'

/**
 * A listing's time is a period of six hours instead of a week: a page of a common word is then found by looking at some
 * tens of listings. Its terms are in the index only: stored beside it they made up more than half of the table, which
 * counting has to read.
 */
export class ListingPeriods extends Migration {
  override up(): void {
    this.addSql(`
      DROP INDEX hub.listing_terms;
      ALTER TABLE hub.listing DROP COLUMN terms;

      -- Periods of six hours since the beginning of 1970, in UTC.
      ALTER TABLE hub.listing ADD COLUMN period integer;
      UPDATE hub.listing SET period = floor(extract(epoch FROM filed_at) / 21600);
      ALTER TABLE hub.listing ALTER COLUMN period SET NOT NULL, DROP COLUMN week;

      -- Not in SQL: the planner would put its body into each condition of each search.
      CREATE FUNCTION hub.terms_of(
        confidential boolean, title text, period integer, status text, category text, agency text, door text,
        holder text, location text
      ) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$ BEGIN
        RETURN CASE WHEN confidential THEN NULL ELSE
          -- Stemmed words find inflections; words as written let the beginning of a word be found.
          to_tsvector('indonesian', coalesce(title, '')) || to_tsvector('simple', coalesce(title, ''))
          || array_to_tsvector(array_remove(ARRAY[
            '@span-1:' || period::text, '@span-4:' || (period / 4)::text, '@span-16:' || (period / 16)::text,
            '@span-64:' || (period / 64)::text, '@span-256:' || (period / 256)::text,
            '@span-1024:' || (period / 1024)::text, '@span-4096:' || (period / 4096)::text,
            '@status:' || status, '@category:' || category, '@agency:' || agency,
            '@of:' || left(door, 2), '@of:' || door, '@of:' || left(holder, 2), '@of:' || holder,
            '@at:' || left(location, 2), '@at:' || left(location, 5), '@at:' || left(location, 8), '@at:' || location
          ], NULL))
        END;
      END $$;
      CREATE INDEX listing_terms ON hub.listing USING gin (
        hub.terms_of(confidential, title, period, status, category, agency, door, holder, location)
      ) WITH (fastupdate = off);
    `)
  }
}
