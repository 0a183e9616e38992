import { Migration } from '@mikro-orm/migrations'

/** The directory knows which complaints are parts of another one, and which belong together across governments. */
export class Clusters extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE hub.listing ADD COLUMN parent text, ADD COLUMN cluster text;
      CREATE INDEX listing_of_cluster ON hub.listing (cluster, filed_at) WHERE cluster IS NOT NULL;
    `)
  }
}
