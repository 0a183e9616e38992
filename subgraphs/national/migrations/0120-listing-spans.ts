import { Migration } from '@mikro-orm/migrations'

/**
 * A listing's terms name the longer spans of weeks that its week lies in too. Many weeks are one term then: as an
 * alternative of many, PostgreSQL would compare each of them with every row that it looks at.
 */
export class ListingSpans extends Migration {
  override up(): void {
    this.addSql(`
      DROP INDEX hub.listing_terms;
      ALTER TABLE hub.listing DROP COLUMN terms;
      ALTER TABLE hub.listing ADD COLUMN terms tsvector GENERATED ALWAYS AS (
        CASE WHEN confidential THEN NULL ELSE
          to_tsvector('indonesian', coalesce(title, '')) || to_tsvector('simple', coalesce(title, ''))
          || array_to_tsvector(array_remove(ARRAY[
            '@week:' || week::text, '@weeks-4:' || (week / 4)::text, '@weeks-16:' || (week / 16)::text,
            '@weeks-64:' || (week / 64)::text, '@weeks-256:' || (week / 256)::text,
            '@weeks-1024:' || (week / 1024)::text,
            '@status:' || status, '@category:' || category, '@agency:' || agency,
            '@of:' || left(door, 2), '@of:' || door, '@of:' || left(holder, 2), '@of:' || holder,
            '@at:' || left(location, 2), '@at:' || left(location, 5), '@at:' || left(location, 8), '@at:' || location
          ], NULL))
        END
      ) STORED;
      CREATE INDEX listing_terms ON hub.listing USING gin (terms) WITH (fastupdate = off);
    `)
  }
}
