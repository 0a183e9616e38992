/**
 * How far a right reaches. `everywhere`: at every government. `own government`: the token's region, the nation for the
 * national administrator. `government and below`: also at the governments under it. `own agency`: what the token's
 * agency handles. `own area`: complaints about places in the token's region, a district or village. `by scope`: where the
 * token's `scope` names the operation, at the token's region or, without one, at every government. `with the secret`:
 * for the complaint whose receipt's secret is shown.
 */
export type Scope =
  | 'everywhere'
  | 'own government'
  | 'government and below'
  | 'own agency'
  | 'own area'
  | 'by scope'
  | 'with the secret'
  | 'nowhere'
