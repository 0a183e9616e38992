import { Migration } from '@mikro-orm/migrations'

/** Registered channels and kiosks, which complaint came through which, and the governments' own words for statuses. */
export class Channels extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE registered_channel (
        id            text PRIMARY KEY,
        door          text NOT NULL,
        channel       text NOT NULL,
        name          text NOT NULL,
        agency        text,
        place         text,
        account       text NOT NULL,
        opened_at     timestamptz NOT NULL,
        closed_at     timestamptz,
        registered_by text NOT NULL
      );
      -- Whatever an account files at a door came through one channel.
      CREATE UNIQUE INDEX channel_of_account ON registered_channel (door, account) WHERE closed_at IS NULL;
      CREATE INDEX channel_of_door ON registered_channel (door, opened_at, id);

      CREATE TABLE complaint_channel (
        complaint text PRIMARY KEY REFERENCES complaint DEFERRABLE INITIALLY DEFERRED,
        channel   text NOT NULL REFERENCES registered_channel
      );
      CREATE INDEX complaint_of_channel ON complaint_channel (channel);

      -- Null: the standard words.
      CREATE TABLE status_template (
        government text NOT NULL,
        status     text NOT NULL,
        indonesian text,
        english    text,
        set_by     text NOT NULL,
        set_at     timestamptz NOT NULL,
        PRIMARY KEY (government, status)
      );
    `)
  }
}
