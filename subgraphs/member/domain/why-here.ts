import type { ChainEvent, Routing } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Language } from '@lawang/schema/words/words'
import { competenceWords, governmentWords } from './competence-words.ts'
import type { Reference } from './model.ts'

/**
 * What a complaint is where it is by: the rules name this government (RULE); they name another one, which is to confirm or
 * to take it (RULE_ELSEWHERE); nobody has said yet what it is about (NO_CATEGORY); a superior has decided (DECISION); the
 * one who had it was not heard any more (SEIZURE).
 */
export const WHY_BASES = ['RULE', 'RULE_ELSEWHERE', 'NO_CATEGORY', 'DECISION', 'SEIZURE'] as const

export interface WhyHere {
  readonly basis: (typeof WHY_BASES)[number]
  /** Who has the complaint. */
  readonly government: GovernmentCode
  /** What the rules said when they were last asked; absent while there is no category. */
  readonly routing?: Routing
}

/** Why a complaint is where it is: read from its chain alone, so that every copy of it gives the same answer. */
export function whyHere(chain: readonly ChainEvent[]): WhyHere | undefined {
  const arrival = chain.findLast(({ type }) => type === 'FILED' || type === 'HANDED_OVER')
  if (!arrival) return undefined
  const routing = chain.findLast(({ data }) => data.routing !== undefined)?.data.routing
  return { basis: basisOf(arrival, routing), government: arrival.by, ...(routing && { routing }) }
}

function basisOf(arrival: ChainEvent, routing: Routing | undefined): WhyHere['basis'] {
  if (routing?.to === arrival.by) return 'RULE'
  const { why } = arrival.data
  if (why === 'DECISION' || why === 'SEIZURE') return why
  return routing ? 'RULE_ELSEWHERE' : 'NO_CATEGORY'
}

/** The reason as sentences for the reporter. What an officer wrote on the way stands in the journey, not here. */
export function whyHereWords(
  { basis, government, routing }: WhyHere,
  language: Language,
  reference: Reference,
): string {
  const here = governmentWords(government, language, reference)
  const rule = routing && competenceWords(routing, language, reference)
  const sentences = WORDS[basis][language]
  return [sentences.replace('{here}', here), rule, rule && !routing?.definite && CONFIRM[language]]
    .filter((sentence) => sentence)
    .join(' ')
    .trim()
}

const CONFIRM: Readonly<Record<Language, string>> = {
  ID: 'Kewenangan ini masih perlu dipastikan oleh petugas.',
  EN: 'An officer has yet to confirm this.',
}

const WORDS: Readonly<Record<WhyHere['basis'], Readonly<Record<Language, string>>>> = {
  RULE: { ID: '', EN: '' },
  RULE_ELSEWHERE: {
    ID: 'Laporan saat ini berada di {here}, yang memastikan kewenangan dan meneruskannya bila perlu.',
    EN: 'The complaint is with {here}, which makes sure who is competent and passes it on where needed.',
  },
  NO_CATEGORY: {
    ID: 'Laporan belum diberi kategori; {here} menentukannya lebih dahulu.',
    EN: 'The complaint has no category yet; {here} sets one first.',
  },
  DECISION: {
    ID: 'Laporan berada di {here} berdasarkan keputusan pemerintah di atasnya.',
    EN: 'The complaint is with {here} because a superior government has decided so.',
  },
  SEIZURE: {
    ID: 'Laporan dialihkan ke {here} karena pemegang sebelumnya tidak dapat dihubungi.',
    EN: 'The complaint came to {here} because the one who had it could not be reached any more.',
  },
}
