import { Migration } from '@mikro-orm/migrations'

/** Cases are never deleted: the trail of a hundred thousand deadlines needs no look at each of them. */
export class DeadlineTrail extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE deadline_change DROP CONSTRAINT deadline_change_case_id_fkey;')
  }
}
