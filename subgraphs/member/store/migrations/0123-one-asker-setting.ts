import { Migration } from '@mikro-orm/migrations'

/**
 * Who asks is one setting, where it was several that policies of this version do not read: code that still sets those would
 * be shown nothing, and does not start here any more. The policies are made anew (`row-security.ts`).
 */
export class OneAskerSetting extends Migration {
  override up(): void {
    this.addSql('DELETE FROM row_security')
  }
}
