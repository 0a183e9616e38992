import type { Transaction } from './database.ts'

/**
 * Sends a prepared statement that takes all its rows as one JSON text: one statement for each table, however many rows
 * a transaction writes. Fields that are undefined come as NULL. Without rows nothing is sent.
 */
export function sendRows(tx: Pick<Transaction, 'send'>, statement: string, rows: readonly object[]): void {
  if (rows.length > 0) tx.send(statement, [JSON.stringify(rows)])
}
