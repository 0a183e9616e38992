/**
 * What the contracts say by federation directives, recorded as `extensions` of types and fields, where the
 * containment test compares it with the contracts.
 */
export interface FederationFacts {
  readonly key?: string
  readonly routed?: string
  /** The argument `merge` of `@routed`. */
  readonly merge?: string
  readonly shareable?: boolean
  readonly provides?: string
}

/** `extensions: federation({ key: 'id', routed: 'id' })` for `@key(fields: "id") @routed(by: "id")`. */
export function federation(facts: FederationFacts): { readonly federation: FederationFacts } {
  return { federation: facts }
}

/** `extensions: shareable` for a field that other contracts answer alike. */
export const shareable = federation({ shareable: true })

/** `extensions: routed('input.case')` for a root field whose argument carries the jurisdiction; `merge` orders lists of many. */
export function routed(by: string, merge?: string): { readonly federation: FederationFacts } {
  return federation({ routed: by, ...(merge !== undefined && { merge }) })
}

/** The facts recorded on a type or field; none where nothing was. */
export function federationFacts(extensions: Readonly<Record<string, unknown>> | null | undefined): FederationFacts {
  const recorded: unknown = extensions?.federation
  if (typeof recorded !== 'object' || recorded === null) return {}
  const facts = new Map<string, unknown>(Object.entries(recorded))
  const text = (name: string): string | undefined => {
    const value = facts.get(name)
    return typeof value === 'string' ? value : undefined
  }
  return {
    key: text('key'),
    routed: text('routed'),
    merge: text('merge'),
    provides: text('provides'),
    shareable: facts.get('shareable') === true,
  }
}
