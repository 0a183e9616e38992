import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestNetwork, type TestNetwork } from '../operations/start-network.ts'
import { findBrowser } from './find-browser.ts'

const executablePath = findBrowser()
if (executablePath === undefined) {
  console.warn(
    'No browser on this machine: set LAWANG_BROWSER to try signing in with one. It is tried over sockets all the same.',
  )
}

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let network: TestNetwork
  let browser: Browser
  let page: Page
  /** What the page's policy has kept it from, and what went wrong in it. */
  const troubles: string[] = []

  beforeAll(async () => {
    network = await startTestNetwork({ issuerPort: 0 })
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    page = await browser.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text())
    })
    page.on('pageerror', (error) => troubles.push(error.message))
  })
  afterAll(async () => {
    await browser?.close()
    await network?.stop()
  })

  it('somebody signs in at GraphiQL as a coordinator, and the page asks with that right', async () => {
    const { gateway } = network.description
    await page.goto(`${gateway}/graphiql`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Coordinator, Kabupaten Kutai Timur' }).click()
    await page.waitForURL(`${gateway}/graphiql`)
    await page.waitForFunction(() => sessionStorage.getItem('lawang:token') !== null)
    const answer = await page.evaluate(async () => {
      const authorization = `Bearer ${sessionStorage.getItem('lawang:token')}`
      const body = JSON.stringify({ query: '{ cases(region: "64.08", first: 1) { totalCount } }' })
      const headers = { 'content-type': 'application/json', authorization }
      return (await fetch('/graphql', { method: 'POST', headers, body })).json()
    })
    expect(answer).toEqual({ data: { cases: { totalCount: expect.any(Number) } } })
  }, 240_000)

  it('and nothing that the pages need is kept from them by their policies', () => {
    expect(troubles).toEqual([])
  })

  it('but a script that somebody brings into the page does not run', async () => {
    const policyKept = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'))
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.brought = true'
      document.body.append(script)
      return 'brought' in globalThis
    })
    expect(ran).toBe(false)
    await policyKept
  })
})
