import { Migration } from '@mikro-orm/migrations'

/** What overseers mark on complaints of the doors here, and who did; it leaves this server for those alone who may read it. */
export class Flags extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE complaint_flag (
        n         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        complaint text NOT NULL REFERENCES complaint,
        door      text NOT NULL,
        at        timestamptz NOT NULL,
        reason    text NOT NULL,
        subject   text NOT NULL
      );
      CREATE INDEX complaint_flag_of_complaint ON complaint_flag (complaint, n);
      CREATE INDEX complaint_flag_at_door ON complaint_flag (door, n);
    `)
  }
}
