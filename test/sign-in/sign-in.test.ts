import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, ELECTRICITY, file, readWhen } from '../operations/hub.ts'
import { startTestNetwork, type TestNetwork } from '../operations/start-network.ts'
import { type Browser, followHere, openBrowser } from './browser.ts'
import { runPage, type TabStorage } from './graphiql-page.ts'

const WORKLIST = `query { cases(region: "00", first: 5) { edges { node { id } } } }`
const OPERATOR = /<button name="person" value="([^"]+)">Operator, PT PLN \(Persero\)</

let network: TestNetwork
let gateway: string
let issuer: string
let script: string
let html: string

beforeAll(async () => {
  network = await startTestNetwork({ issuerPort: 0 })
  gateway = network.description.gateway
  issuer = network.network.issuer?.url ?? expect.fail('there is an issuer')
  html = await (await fetch(page())).text()
  script = /<script data-issuer[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? expect.fail('there is a way to sign in')
})
afterAll(() => network?.stop())

const page = () => `${gateway}/graphiql`

/** Presses the button of GraphiQL's page; gives where it sends the browser to. */
async function beginAt(tab: TabStorage): Promise<string> {
  const [, client = ''] = /data-client="([^"]+)"/.exec(html) ?? []
  expect(html).toContain(`data-issuer="${issuer}"`)
  const { sentTo } = await runPage({ script, issuer, client, url: page(), tab }, true)
  return sentTo ?? expect.fail('the button leads nowhere')
}

const loadPage = (url: string, tab: TabStorage) =>
  runPage({ script, issuer, client: 'lawang-front-end', url, tab }, false)

/** Chooses somebody at the sign-in page; gives the address that the browser is sent back to. */
async function choose(browser: Browser, start: string, button: RegExp): Promise<string> {
  const asked = await followHere(browser, start)
  const html = await asked.response.text()
  const [, person] = button.exec(html) ?? expect.fail(`no such button in ${html}`)
  const chosen = await browser.post(asked.url, { person: person ?? '' })
  return (await followHere(browser, chosen.headers.get('location') ?? expect.fail('nobody is sent on'))).url
}

const bearerOf = (shown: Readonly<Record<string, unknown>> | undefined): string | undefined => {
  const headers = shown?.initialHeaders
  return typeof headers === 'string' ? JSON.parse(headers).authorization : undefined
}

describe('somebody signs in at GraphiQL as an operator', () => {
  it('and the page has a token that reads the own worklist through the gateway', async () => {
    const anybody = fetchClient.connect(gateway)
    await readWhen(anybody, (await file(anybody, ELECTRICITY)).id, 'HANDED_OVER')
    const tab: TabStorage = new Map()
    const back = await choose(openBrowser(), await beginAt(tab), OPERATOR)
    const loaded = await loadPage(back, tab)
    expect(loaded.address).toBe(page())
    const token = bearerOf(loaded.shown)?.replace('Bearer ', '') ?? expect.fail('there is a token')
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' })
    expect(decodeJwt(token)).toMatchObject({ iss: issuer, aud: 'lawang', role: 'operator', region: '00' })
    const read = (bearer?: string) =>
      fetchClient.connect(gateway, bearer).ask<{ cases: { edges: { node: { id: string } }[] } }>({ query: WORKLIST })
    expect(dataOf(await read(token)).cases.edges.length).toBeGreaterThan(0)
    expect((await read()).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' })
    const direct = fetchClient.connect(network.description.members.national ?? '', token)
    expect(dataOf(await direct.ask({ query: WORKLIST }))).toMatchObject({ cases: { edges: [{}] } })
    expect(bearerOf((await loadPage(page(), tab)).shown)).toBe(`Bearer ${token}`)
  })

  it('but a code is good once, for this client, this page and the one who has begun', async () => {
    const tab: TabStorage = new Map()
    const begun = await beginAt(tab)
    const back = await choose(openBrowser(), begun, OPERATOR)
    const { verifier } = JSON.parse(tab.get('lawang:sign-in') ?? '{}')
    const exchange = async (changes: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id: 'lawang-front-end', redirect_uri: page() },
        ...{ code: new URL(back).searchParams.get('code') ?? '', code_verifier: verifier, ...changes },
      })
      return (await fetch(`${issuer}/token`, { method: 'POST', body })).status
    }
    expect(await exchange({ client_id: 'another' })).toBe(401)
    expect(await exchange({ redirect_uri: 'http://127.0.0.1:1/elsewhere' })).toBe(400)
    expect(await exchange({ code_verifier: 'a'.repeat(43) })).toBe(400)
    const another: TabStorage = new Map()
    await beginAt(another)
    expect(bearerOf((await loadPage(back, another)).shown)).toBeUndefined()
  })

  it('and nobody is sent to a page that the issuer does not know, or without PKCE', async () => {
    const begun = new URL(await beginAt(new Map()))
    begun.searchParams.set('redirect_uri', 'http://127.0.0.1:1/elsewhere')
    expect((await fetch(begun, { redirect: 'manual' })).status).toBe(400)
    const unproved = new URL(await beginAt(new Map()))
    unproved.searchParams.delete('code_challenge')
    const answer = await fetch(unproved, { redirect: 'manual' })
    expect(answer.headers.get('location')).toContain('error=invalid_request')
  })
})

describe('the issuer', () => {
  it('publishes the keys that servers trust, and no private part', async () => {
    const { keys } = await (await fetch(`${issuer}/jwks`)).json()
    expect(keys).toEqual([expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' })])
    expect(keys[0]).not.toHaveProperty('d')
  })

  it('shows every role at its page, which may not be framed', async () => {
    const { response } = await followHere(openBrowser(), await beginAt(new Map()))
    const html = await response.text()
    const labels = [...html.matchAll(/<button[^>]*>([^<]+)</g)].map(([, label]) => label)
    expect(labels).toContain('Coordinator, Kabupaten Kutai Timur')
    expect(labels.length).toBeGreaterThanOrEqual(10)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('shows a sign-in to the browser alone that has begun it', async () => {
    const { url } = await followHere(openBrowser(), await beginAt(new Map()))
    expect((await openBrowser().get(url)).status).toBe(400)
  })
})
