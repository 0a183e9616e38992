/**
 * For transactions that reach all rows by their keys. A prepared statement keeps its plan, and one that was made while a
 * table was small would read the whole of it to join a handful of rows: it still would when the table has grown.
 */
export const PLANS_BY_KEY = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off'
