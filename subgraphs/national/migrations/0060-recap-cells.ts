import { Migration } from '@mikro-orm/migrations'

/**
 * What recaps add up, kept by the transactions that change the directory: adding up a million listings at each question
 * would take seconds.
 */
export class RecapCells extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.recap_cell (
        -- The first day of the month that counts.
        month             date NOT NULL,
        door              text COLLATE "C" NOT NULL,
        -- Empty where nobody has set one yet.
        category          text NOT NULL,
        agency            text NOT NULL,
        holder            text COLLATE "C" NOT NULL,
        confidential      boolean NOT NULL,
        status            text NOT NULL,
        count             bigint NOT NULL CHECK (count > 0),
        -- When the first of them was filed: equals stand in that order.
        first_filed       timestamptz NOT NULL,
        agency_name       text NOT NULL,
        agency_short_name text NOT NULL,
        PRIMARY KEY (month, door, category, agency, holder, confidential, status)
      );
      INSERT INTO hub.recap_cell
        SELECT date_trunc('month', received_on)::date, door, coalesce(category, ''), agency, holder, confidential,
          status, count(*), min(filed_at), max(agency_name), max(agency_short_name)
        FROM hub.listing GROUP BY 1, 2, 3, 4, 5, 6, 7;

      -- A cell that loses its first complaint looks for the next one at its door, within the month.
      DROP INDEX hub.listing_received;
      CREATE INDEX listing_received ON hub.listing (door, received_on);
    `)
  }
}
