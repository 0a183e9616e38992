import { Migration } from '@mikro-orm/migrations'

/**
 * What a government holds, or has at its door, in the order of ids: a restored member is told of it in pages, and the daily
 * reconciliation compares it in stretches. Without these a page was looked for along the ids of the whole nation, and a
 * stretch was all that the member has.
 */
export class RegisterPages extends Migration {
  override up(): void {
    this.addSql(`
      CREATE INDEX register_of_holder ON hub.register (holder, complaint COLLATE "C");
      CREATE INDEX register_of_door ON hub.register (door, complaint COLLATE "C");
      DROP INDEX hub.register_holder;
      DROP INDEX hub.register_door;
    `)
  }
}
