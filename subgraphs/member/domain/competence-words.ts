import type { Routing } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, NATION } from '@lawang/schema/region'
import type { Language } from '@lawang/schema/words/words'
import type { Reference } from './model.ts'

type Named = Pick<Routing, 'category' | 'citation' | 'to' | 'agency'>

/** Why a complaint goes to whom the rules name: a sentence for the reporter, with the rule's citation. */
export function competenceWords(named: Named, language: Language, reference: Reference): string {
  const subject = subjectOf(named.category, language, reference)
  const government = governmentWords(named.to, language, reference)
  return language === 'ID'
    ? `Urusan ${subject} merupakan kewenangan ${government} dan ditangani oleh ${named.agency.name} (${named.citation}).`
    : `${subject} is a matter of ${government} and is handled by ${named.agency.name} (${named.citation}).`
}

/** How a government is called in a sentence; a regency's or city's name says itself which of both it is. */
export function governmentWords(government: GovernmentCode, language: Language, reference: Reference): string {
  const region = reference.region(government)
  if (!region || government === NATION) return language === 'ID' ? 'Pemerintah Pusat' : 'the national government'
  if (region.tier !== 'PROVINCIAL') {
    return language === 'ID' ? `Pemerintah ${region.name}` : `the government of ${region.name}`
  }
  return language === 'ID' ? `Pemerintah Provinsi ${region.name}` : `the provincial government of ${region.name}`
}

function subjectOf(category: string, language: Language, reference: Reference): string {
  const known = reference.category(category)
  return (language === 'ID' ? known?.name : known?.nameEnglish) ?? category
}
