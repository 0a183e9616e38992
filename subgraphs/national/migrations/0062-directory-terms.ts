import { Migration } from '@mikro-orm/migrations'

/**
 * One inverted index for all filters of the directory: a listing's terms are the words of its title and, marked by `@`,
 * whatever it is filtered by, the week of its filing among it. So a search for a common word, or in a large region, reads
 * the newest weeks only (`directory/in-weeks.ts`).
 */
export class DirectoryTerms extends Migration {
  override up(): void {
    this.addSql(`
      DROP INDEX hub.listing_words, hub.listing_of_door, hub.listing_of_holder, hub.listing_of_category,
        hub.listing_of_agency;
      ALTER TABLE hub.listing DROP COLUMN words;

      -- Weeks of seven days since the beginning of 1970, in UTC.
      ALTER TABLE hub.listing ADD COLUMN week integer;
      UPDATE hub.listing SET week = floor(extract(epoch FROM filed_at) / 604800);
      ALTER TABLE hub.listing
        ALTER COLUMN week SET NOT NULL,
        -- Stemmed words find inflections; words as written let the beginning of a word be found.
        ADD COLUMN terms tsvector GENERATED ALWAYS AS (
          CASE WHEN confidential THEN NULL ELSE
            to_tsvector('indonesian', coalesce(title, '')) || to_tsvector('simple', coalesce(title, ''))
            || array_to_tsvector(array_remove(ARRAY[
              '@week:' || week::text, '@status:' || status, '@category:' || category, '@agency:' || agency,
              '@of:' || left(door, 2), '@of:' || door, '@of:' || left(holder, 2), '@of:' || holder,
              '@at:' || left(location, 2), '@at:' || left(location, 5), '@at:' || left(location, 8), '@at:' || location
            ], NULL))
          END
        ) STORED;
      -- A list of pending entries would be read from one end to the other by each search.
      CREATE INDEX listing_terms ON hub.listing USING gin (terms) WITH (fastupdate = off);

      -- Every word of a public title: what the beginning of a word may stand for.
      CREATE TABLE hub.word (word text COLLATE "C" PRIMARY KEY);
      INSERT INTO hub.word
        SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', title))) FROM hub.listing
        WHERE NOT confidential;
    `)
  }
}
