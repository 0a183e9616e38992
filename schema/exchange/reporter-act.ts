import type { Chain } from './chain.ts'
import type { ChainEvent } from './messages.ts'

/** What a reporter can do about a complaint that was filed; `EventData.text` has the words that came with it. */
export type ReporterAct =
  | { readonly kind: 'REPLY'; readonly satisfied?: boolean }
  | { readonly kind: 'WITHDRAW' }
  | { readonly kind: 'REOPEN' }
  | { readonly kind: 'RATE'; readonly satisfaction: number }
  | { readonly kind: 'CONSENT_EXTENSION'; readonly granted: boolean }
  | { readonly kind: 'CONSENT_OMBUDSMAN'; readonly granted: boolean }

/**
 * The reporter's acts that came from the door and that no event of the chain has carried out, oldest first. Only the
 * door speaks for the reporter.
 */
export function waitingNotes({ chain, annex, door }: Noted): readonly ChainEvent[] {
  const notes = annex.filter(({ type, by, data }) => type === 'REPORTER_ACT' && by === door && data.act !== undefined)
  if (notes.length === 0) return notes
  const carriedOut = new Set(chain.map(({ data }) => data.carriesOut))
  return notes
    .filter(({ id }) => !carriedOut.has(id))
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
}

interface Noted {
  readonly chain: Chain
  readonly annex: Chain
  readonly door: string
}
