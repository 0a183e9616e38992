/** Names the server that a request is meant for: a server that gets it cannot show it to another as its own. */
export const RECIPIENT_FIELD = 'lawang-to'

/** Shows the assertion of who asks, minted by the server that signs, or names it to a server that holds it already. */
export const ASSERTION_FIELD = 'lawang-assertion'

/** Carries a pseudonym of the client's network, for the server that is asked to count by. */
export const CLIENT_FIELD = 'lawang-client'

/**
 * Shows the agreement on the session's key by which a request is signed. It is not covered, since the signature's `keyid` is its hash:
 * to a server that holds it already, that is its name.
 */
export const SESSION_FIELD = 'lawang-session'

const ALWAYS = ['@method', '@authority', '@path', '@query', RECIPIENT_FIELD]
const WITH_BODY = ['content-type', 'content-digest']
const IF_SENT = ['authorization', ASSERTION_FIELD, CLIENT_FIELD] as const

/** What a signature covers (RFC 9421 §2): names in their order, and those names as Signature-Input lists them. */
export interface Coverage {
  readonly components: readonly string[]
  /** `("@method" "@path")` */
  readonly list: string
}

/** The coverage by these components, in this order. */
export function coverageBy(components: readonly string[]): Coverage {
  return { components, list: `(${components.map((component) => `"${component}"`).join(' ')})` }
}

/** There are few that a request can need, so each is made once: by a body, then by each field that may be sent. */
const OF_REQUESTS: readonly Coverage[] = Array.from({ length: 2 ** (IF_SENT.length + 1) }, (_, parts) =>
  coverageBy([...ALWAYS, ...(parts & 1 ? WITH_BODY : []), ...IF_SENT.filter((_name, place) => parts & (2 << place))]),
)

const BY_LIST: ReadonlyMap<string, Coverage> = new Map(OF_REQUESTS.map((coverage) => [coverage.list, coverage]))

/**
 * What a request with these fields has to cover: its target and its recipient; its `content-*` where it has a body; and
 * whatever it sends of the fields that prove something.
 */
export function coverageOf(headers: Readonly<Record<string, unknown>>, hasBody: boolean): Coverage {
  let parts = hasBody ? 1 : 0
  for (const [place, name] of IF_SENT.entries()) if (headers[name] !== undefined) parts |= 2 << place
  const coverage = OF_REQUESTS[parts]
  if (!coverage) throw new Error('there is a coverage for every request')
  return coverage
}

const LIST = /^\((?:"@?[a-z][a-z-]{0,60}"(?: |(?=\))))*\)$/
const COMPONENT = /"(@?[a-z][a-z-]{0,60})"/g

/** Reads the list of a Signature-Input field; undefined where it is none, or names a component twice. */
export function readCoverage(list: string): Coverage | undefined {
  const known = BY_LIST.get(list)
  if (known) return known
  if (!LIST.test(list)) return undefined
  const components = [...list.matchAll(COMPONENT)].map(([, name = '']) => name)
  return new Set(components).size === components.length ? { components, list } : undefined
}

/** Whether a signature covers what it has to. */
export function covers(coverage: Coverage, needed: Coverage): boolean {
  return coverage === needed || needed.components.every((component) => coverage.components.includes(component))
}
