import { Migration } from '@mikro-orm/migrations'

/** What categories are suggested by: the words by which people speak of each, and what verified complaints have taught. */
export class CategorySuggestionTables extends Migration {
  override up(): void {
    this.addSql(`
      -- Stems of the reference data's word lists.
      CREATE TABLE category_word (
        lexeme   text NOT NULL,
        category text NOT NULL,
        PRIMARY KEY (lexeme, category)
      );

      -- What a complaint has been counted with, so that another category takes it out of the former one again.
      CREATE TABLE learned_complaint (
        complaint text PRIMARY KEY,
        category  text NOT NULL,
        lexemes   text[] NOT NULL
      );
      -- In how many verified complaints of a category a stem occurs.
      CREATE TABLE category_lexeme (
        lexeme     text NOT NULL,
        category   text NOT NULL,
        complaints integer NOT NULL,
        PRIMARY KEY (lexeme, category)
      );
      CREATE TABLE category_history (
        category   text PRIMARY KEY,
        complaints integer NOT NULL
      );
      -- Up to which row of the feed verifications have been learned from.
      CREATE TABLE suggestions_learned (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        feed     bigint NOT NULL
      );
      INSERT INTO suggestions_learned (feed) VALUES (0);
      CREATE INDEX feed_verified ON feed (n) WHERE event ->> 'type' = 'VERIFIED';
    `)
  }
}
