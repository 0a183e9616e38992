/** What a client sends: an operation's text and its variables. */
export interface Asked {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

export interface AnsweredError {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** `T` is what the test expects of the operation; the test's assertions are what checks it. */
export interface Answered<T> {
  readonly data?: T | null | undefined
  readonly errors?: readonly AnsweredError[] | undefined
}

/** One client library, connected to one server. */
export interface Client {
  ask<T>(asked: Asked): Promise<Answered<T>>
  /** A subscription's events; leaving the loop ends it. */
  follow<T>(asked: Asked): AsyncIterable<Answered<T>>
  close(): Promise<void>
}

export interface ClientKind {
  readonly name: string
  /** `url` is the server's base; `token` a bearer token. */
  connect(url: string, token?: string): Client
}

export function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}
