import { Migration } from '@mikro-orm/migrations'

/** What the public reads at the centre: the directory of all complaints, and the feed of all public events. */
export class DirectoryTables extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.listing (
        complaint         text PRIMARY KEY REFERENCES hub.register,
        door              text NOT NULL,
        holder            text NOT NULL,
        kind              text NOT NULL,
        title             text,
        category          text,
        location          text,
        status            text NOT NULL,
        confidential      boolean NOT NULL,
        filed_at          timestamptz NOT NULL,
        -- The day that counts in recaps: of the letter, or of the filing on the door's calendar.
        received_on       date NOT NULL,
        updated_at        timestamptz NOT NULL,
        agency            text NOT NULL,
        agency_name       text NOT NULL,
        agency_short_name text NOT NULL,
        -- Stemmed words find inflections; words as written let the beginning of a word be found.
        words tsvector GENERATED ALWAYS AS (
          to_tsvector('indonesian', coalesce(title, '')) || to_tsvector('simple', coalesce(title, ''))
        ) STORED,
        CHECK (NOT confidential OR title IS NULL)
      );
      CREATE INDEX listing_newest ON hub.listing (filed_at DESC, complaint DESC) WHERE NOT confidential;
      CREATE INDEX listing_of_door ON hub.listing (door text_pattern_ops, filed_at DESC) WHERE NOT confidential;
      CREATE INDEX listing_of_holder ON hub.listing (holder text_pattern_ops, filed_at DESC) WHERE NOT confidential;
      CREATE INDEX listing_of_category ON hub.listing (category, filed_at DESC) WHERE NOT confidential;
      CREATE INDEX listing_of_agency ON hub.listing (agency, filed_at DESC) WHERE NOT confidential;
      CREATE INDEX listing_words ON hub.listing USING gin (words);
      CREATE INDEX listing_received ON hub.listing (received_on, door);

      CREATE TABLE hub.feed (
        n         bigint PRIMARY KEY,
        complaint text NOT NULL,
        event     jsonb NOT NULL,
        at        timestamptz NOT NULL
      );
      CREATE INDEX feed_of_complaint ON hub.feed (complaint, n);
    `)
  }
}
