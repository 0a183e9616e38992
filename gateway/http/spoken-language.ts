import { REFUSALS_INDONESIAN } from '@lawang/schema/words/refusals'
import type { GraphQLFormattedError } from 'graphql'

const INDONESIAN = new Map<unknown, string>(Object.entries(REFUSALS_INDONESIAN))

/**
 * Whether a client asks by Accept-Language to be spoken to in Indonesian rather than English (`in` is its older code).
 * Without a word about either, refusals are in English.
 */
export function prefersIndonesian(acceptLanguage: string | null | undefined): boolean {
  if (!acceptLanguage) return false
  let indonesian = 0
  let english = 0
  for (const range of acceptLanguage.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const language = tag.split('-', 1)[0]
    const weight = qualityOf(parameters)
    if (language === 'id' || language === 'in') indonesian = Math.max(indonesian, weight)
    else if (language === 'en') english = Math.max(english, weight)
  }
  // of two that are wanted alike the one that is named first is wanted more
  return indonesian > english || (indonesian > 0 && indonesian === english && /^\s*i[dn]\b/i.test(acceptLanguage))
}

function qualityOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  const value = quality === undefined ? 1 : Number(quality.slice(2))
  return value >= 0 && value <= 1 ? value : 0
}

/**
 * The error with its code's words in Indonesian. What the English sentence says beyond the code's own stays in
 * `extensions.detail`: which field, how many, until when. An error of another code stays as it is.
 */
export function inIndonesian(error: GraphQLFormattedError): GraphQLFormattedError {
  const words = INDONESIAN.get(error.extensions?.code)
  if (words === undefined) return error
  return { ...error, message: words, extensions: { ...error.extensions, detail: error.message } }
}
