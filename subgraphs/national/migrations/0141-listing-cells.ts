import { Migration } from '@mikro-orm/migrations'

/**
 * A cell of a recap that loses its first complaint finds the next one among those that count in it. By door and month
 * alone all of a month's complaints were read for each that its door handed over.
 */
export class ListingCells extends Migration {
  override up(): void {
    this.addSql(`
      CREATE INDEX listing_of_cell
        ON hub.listing (door, holder, agency, status, coalesce(category, ''), received_on, filed_at)
        WHERE parent IS NULL;
      DROP INDEX hub.listing_received;
    `)
  }
}
