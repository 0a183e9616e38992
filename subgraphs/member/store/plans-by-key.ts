/**
 * For transactions that reach all rows by their keys. A prepared statement is planned once and keeps its plan: the server
 * would plan anew for each list of keys, which takes longer than to carry it out. A plan that was made while a table was
 * small would read the whole of it to find a handful of rows, and still would when the table has grown: so it may not.
 * Nor may it gather places in a bitmap first: only a reader that goes along the index itself marks what is dead there, and
 * rows that were handed on would be met again by each transaction until the next vacuum.
 * An expression to be selected by the transaction's opening: SET LOCAL would be one more statement for each.
 */
export const PLANS_BY_KEY = [
  "set_config('plan_cache_mode', 'force_generic_plan', true)",
  "set_config('enable_seqscan', 'off', true)",
  "set_config('enable_hashjoin', 'off', true)",
  "set_config('enable_mergejoin', 'off', true)",
  "set_config('enable_bitmapscan', 'off', true)",
].join(' || ')
