import { Migration } from '@mikro-orm/migrations'

/** Photos and documents that reporters add to a complaint at its door; the bytes lie in the files' folder. */
export class Attachments extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE attachment (
        id        text PRIMARY KEY,
        complaint text NOT NULL REFERENCES complaint,
        type      text NOT NULL CHECK (type IN ('JPEG', 'PNG', 'WEBP', 'PDF')),
        size      integer NOT NULL,
        sha256    text NOT NULL,
        kept_at   timestamptz NOT NULL
      );
      CREATE INDEX attachment_of_complaint ON attachment (complaint, kept_at);
    `)
  }
}
