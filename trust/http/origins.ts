/** The web pages that may use a server, by their origin (RFC 6454). */
export interface Origins {
  /** Whether a request may come from a page of this origin; undefined is a request that no page has sent. */
  allows(origin: string | undefined): boolean
  /** The header fields by which a browser lets a page of this origin read the answer, as names and values in turn. */
  fieldsFor(origin: string | undefined): readonly string[]
}

const EVERY = ['access-control-allow-origin', '*']
const NONE = ['vary', 'origin']

/** Pages of every site. There are no cookies, so that a page can do no more than whoever wrote it. */
export const EVERY_ORIGIN: Origins = { allows: () => true, fieldsFor: () => EVERY }

/**
 * Reads LAWANG_ORIGINS: origins with commas between, such as `https://lapor.example`; without it, or with `*`, every one.
 * Throws an error of one sentence.
 */
export function readOrigins(text: string | undefined): Origins {
  const origins = (text ?? '').split(',').map((each) => each.trim())
  if (text === undefined || text.trim() === '' || text.trim() === '*') return EVERY_ORIGIN
  const wrong = origins.find((each) => URL.parse(each)?.origin !== each)
  if (wrong !== undefined) {
    throw new Error(`LAWANG_ORIGINS names "${wrong}", which is no origin such as https://lapor.example.`)
  }
  const known = new Set(origins)
  return {
    allows: (origin) => origin === undefined || known.has(origin),
    fieldsFor: (origin) =>
      origin !== undefined && known.has(origin) ? ['access-control-allow-origin', origin, ...NONE] : NONE,
  }
}
