import { createContext, runInContext } from 'node:vm'

/** What the page keeps over its reloads: a tab's session storage. */
export type TabStorage = Map<string, string>

/** How the page ends up: where it sends the browser to, and with which options it shows GraphiQL. */
export interface PageRun {
  readonly sentTo: string | undefined
  readonly address: string
  readonly shown: Readonly<Record<string, unknown>> | undefined
}

interface PageOptions {
  /** The script as the gateway serves it. */
  readonly script: string
  readonly issuer: string
  readonly client: string
  /** The page's address. */
  readonly url: string
  readonly tab: TabStorage
}

/** Runs the page's own sign-in script, with what it uses of a browser. `press` stands for the button. */
export async function runPage(options: PageOptions, press: boolean): Promise<PageRun> {
  const { script, issuer, client, url, tab } = options
  const page: { -readonly [Part in keyof PageRun]: PageRun[Part] } = {
    sentTo: undefined,
    address: url,
    shown: undefined,
  }
  const note = (what: Partial<PageRun>): void => void Object.assign(page, what)
  const { origin, href } = new URL(url)
  const context = createContext({
    ...{ URL, URLSearchParams, TextEncoder, crypto, btoa, console },
    fetch: (target: string, init: RequestInit) =>
      fetch(target, { ...init, headers: { origin }, body: new URLSearchParams(String(init.body)) }),
    document: { currentScript: { dataset: { issuer, client } } },
    location: { origin, href, assign: (target: string) => note({ sentTo: target }) },
    history: { replaceState: (_state: object, _title: string, target: string) => note({ address: target }) },
    sessionStorage: {
      getItem: (key: string) => tab.get(key) ?? null,
      setItem: (key: string, value: string) => tab.set(key, value),
      removeItem: (key: string) => tab.delete(key),
    },
    graphiql: { renderYogaGraphiQL: (_root: object, shown: Readonly<Record<string, unknown>>) => note({ shown }) },
  })
  runInContext(script, context)
  await runInContext(press ? 'LawangSignIn.begin()' : 'LawangSignIn.render(graphiql, {}, {})', context)
  return page
}
