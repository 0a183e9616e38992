/**
 * For transactions that reach all rows by their keys. A prepared statement is planned once and keeps its plan: the server
 * would plan anew for each list of keys, which takes longer than to carry it out. A plan that was made while a table was
 * small would read the whole of it to find a handful of rows, and still would when the table has grown: so it may not.
 */
export const PLANS_BY_KEY = [
  'SET LOCAL plan_cache_mode = force_generic_plan',
  'SET LOCAL enable_seqscan = off',
  'SET LOCAL enable_hashjoin = off',
  'SET LOCAL enable_mergejoin = off',
].join('; ')
