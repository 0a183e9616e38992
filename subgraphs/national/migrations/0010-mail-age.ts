import { Migration } from '@mikro-orm/migrations'

/** When a row of mail was written: it is kept for as long as a backup may need it. Rows from before begin to age now. */
export class MailAge extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE hub.mail ADD COLUMN at timestamptz NOT NULL DEFAULT now()')
  }
}
