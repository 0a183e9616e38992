/** What a reporter can do about a complaint that was filed; `EventData.text` has the words that came with it. */
export type ReporterAct =
  | { readonly kind: 'REPLY'; readonly satisfied?: boolean }
  | { readonly kind: 'WITHDRAW' }
  | { readonly kind: 'REOPEN' }
  | { readonly kind: 'RATE'; readonly satisfaction: number }
  | { readonly kind: 'CONSENT_EXTENSION'; readonly granted: boolean }
  | { readonly kind: 'CONSENT_OMBUDSMAN'; readonly granted: boolean }
