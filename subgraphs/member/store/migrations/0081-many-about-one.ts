import { Migration } from '@mikro-orm/migrations'

/** Reports that were split, and who follows what somebody else has reported. */
export class ManyAboutOne extends Migration {
  override up(): void {
    this.addSql(`
      -- Parts are filed at the government that splits: it has the copies of all of them.
      CREATE TABLE split_part (
        part       text PRIMARY KEY,
        whole      text NOT NULL,
        government text NOT NULL
      );
      CREATE INDEX split_part_of_whole ON split_part (whole, government);

      -- Wholes whose parts have ended or were reopened since they were looked at.
      CREATE TABLE whole_to_tend (
        complaint  text NOT NULL,
        government text NOT NULL,
        PRIMARY KEY (complaint, government)
      );

      -- Nobody's name: whoever shows the secret is the follower.
      CREATE TABLE follower (
        complaint   text NOT NULL REFERENCES complaint,
        secret_hash text NOT NULL,
        followed_at timestamptz NOT NULL,
        PRIMARY KEY (complaint, secret_hash)
      );
    `)
  }
}
