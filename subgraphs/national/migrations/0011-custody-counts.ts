import { Migration } from '@mikro-orm/migrations'

/**
 * What the watch counts, kept by the transactions that change it: counting millions of rows at each look would take
 * seconds. What was filed is counted from the directory and custody from the register, each for itself.
 */
export class CustodyCounts extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE hub.custody_count (
        door        text NOT NULL,
        holder      text NOT NULL,
        lease_class text NOT NULL,
        -- Held by a grant, and not since the filing: then acting needs a lease.
        leased      boolean NOT NULL,
        state       text NOT NULL,
        count       bigint NOT NULL,
        PRIMARY KEY (holder, door, lease_class, leased, state)
      );
      CREATE TABLE hub.filed_count (
        door  text PRIMARY KEY,
        count bigint NOT NULL
      );
      INSERT INTO hub.custody_count (door, holder, lease_class, leased, state, count)
        SELECT door, holder, lease_class, epoch > 1, state, count(*) FROM hub.register WHERE length > 0
        GROUP BY door, holder, lease_class, epoch > 1, state;
      INSERT INTO hub.filed_count (door, count) SELECT door, count(*) FROM hub.listing GROUP BY door;
    `)
  }
}
