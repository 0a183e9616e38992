/** Terms of listings in the language of PostgreSQL's text search. */

/** The terms of a row of `hub.listing`: the very expression that the inverted index is made of. */
export const TERMS = 'hub.terms_of(confidential, title, period, status, category, agency, door, holder, location)'

/** One term of the kind that is marked by `@`. */
export function term(kind: 'of' | 'agency' | 'at', value: string): string {
  return quoted(`@${kind}:${value}`)
}

/** Any of these; a term that no listing has, where there are none. */
export function anyTerm(terms: readonly string[]): string {
  return terms.length === 0 ? quoted('@nothing') : `(${terms.map(quoted).join(' | ')})`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
