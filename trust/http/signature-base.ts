/** An HTTP request as it is signed (RFC 9421 §2): derived parts, and header fields by their lower-case names. */
export interface RequestParts {
  readonly method: string
  /** The Host field: name and port, without a default port. */
  readonly authority: string
  readonly path: string
  /** With its question mark; '?' alone where there is none. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** A response as it is signed. */
export interface ResponseParts {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export type MessageParts = RequestParts | ResponseParts

/**
 * The text that a signature is over (RFC 9421 §2.5): a line for each covered component in order, then the parameters.
 * Undefined when the message lacks a component, or has a field more than once.
 */
export function signatureBase(
  message: MessageParts,
  components: readonly string[],
  parameters: string,
): string | undefined {
  let base = ''
  for (const component of components) {
    const value = componentValue(message, component)
    if (value === undefined) return undefined
    base += `"${component}": ${value}\n`
  }
  return `${base}"@signature-params": ${parameters}`
}

function componentValue(message: MessageParts, component: string): string | undefined {
  if (!component.startsWith('@')) {
    const field = message.headers[component]
    return typeof field === 'string' ? field.trim() : undefined
  }
  if ('status' in message) return component === '@status' ? String(message.status) : undefined
  switch (component) {
    case '@method':
      return message.method
    case '@authority':
      return message.authority.toLowerCase()
    case '@path':
      return message.path
    case '@query':
      return message.query
    default:
      return undefined
  }
}

/** Splits a request target ("/graphql?x=1") into the two parts that are signed. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, query: '?' } : { path: target.slice(0, mark), query: target.slice(mark) }
}
