import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { accessTokens } from './access-tokens.ts'
import { openIssuers, parseIssuers, type TrustedIssuer } from './issuers.ts'

const folder = mkdtempSync(join(tmpdir(), 'lawang-issuers-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ISSUER = 'https://masuk.example'
let files = 0

interface SigningKey {
  readonly jwk: JWK
  sign(): Promise<string>
}

async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
    sign: () =>
      new SignJWT({ role: 'overseer' })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt', jku: 'http://127.0.0.1:1/keys', jwk: {} })
        .setIssuer(ISSUER)
        .setAudience('lawang')
        .setSubject('officer')
        .setExpirationTime('1h')
        .sign(privateKey),
  }
}

/** A file of settings that names one issuer with keys at `jwks`. */
function settingsFile(jwks: string, changes: object = {}): string {
  const path = join(folder, `issuers-${++files}.json`)
  writeFileSync(path, JSON.stringify([{ issuer: ISSUER, audience: 'lawang', jwks, algorithms: ['ES256'], ...changes }]))
  return path
}

function keyFile(content: object): string {
  const path = join(folder, `keys-${++files}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}

/** Why a key's token is not taken, `none` where it is. */
async function faultOf(issuers: readonly TrustedIssuer[], key: SigningKey): Promise<string> {
  const checked = await accessTokens(issuers).check(`Bearer ${await key.sign()}`, new Date())
  return checked.kind === 'KNOWN' ? 'none' : checked.fault
}

describe('keys are changed with an overlap', () => {
  test('of a file: new ones are taken when they appear, old ones until they are gone', async () => {
    const [old, fresh] = [await signingKey('old'), await signingKey('new')]
    const path = keyFile({ keys: [old.jwk] })
    let now = Date.now()
    const issuers = openIssuers(settingsFile(path), false, () => now)
    const isTaken = (key: SigningKey) => faultOf(issuers, key)
    const show = (...keys: JWK[]) => {
      writeFileSync(path, JSON.stringify({ keys }))
      now += 60_000
      utimesSync(path, now / 1000, now / 1000)
    }
    expect([await isTaken(old), await isTaken(fresh)]).toEqual(['none', 'FOREIGN'])
    show(old.jwk, fresh.jwk)
    expect([await isTaken(old), await isTaken(fresh)]).toEqual(['none', 'none'])
    show(fresh.jwk)
    expect([await isTaken(old), await isTaken(fresh)]).toEqual(['FOREIGN', 'none'])
  })

  test('of a url: what the token names itself is never fetched, and no redirect is followed', async () => {
    const key = await signingKey('one')
    let answer = (): { status: number; headers?: Record<string, string>; body?: string } => ({ status: 503 })
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const { status, headers, body } = answer()
      response.writeHead(status, headers).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
    const ask = () => faultOf(openIssuers(settingsFile(url), false, Date.now), key)
    expect(await ask()).toBe('KEYS_UNAVAILABLE')
    answer = () => ({ status: 302, headers: { location: '/elsewhere' } })
    expect(await ask()).toBe('KEYS_UNAVAILABLE')
    answer = () => ({ status: 200, body: JSON.stringify({ keys: [key.jwk] }) })
    expect(await ask()).toBe('none')
    expect(asked).toEqual(['/jwks', '/jwks', '/jwks'])
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('the file of issuers is refused', () => {
  const entry = { issuer: ISSUER, audience: 'lawang', jwks: 'keys.json', algorithms: ['ES256'] }

  test.each([
    ['algorithms', { algorithms: ['HS256'] }],
    ['algorithms', { algorithms: ['none'] }],
    ['jwks', { jwks: 'http://keys.example/jwks' }],
    ['jwks', { jwks: 'file:///etc/passwd' }],
    ['governments', { governments: ['64.08.04'] }],
    ['colour', { colour: 'red' }],
  ])('for its %s: %j', (field, change) => {
    expect(() => parseIssuers(JSON.stringify([{ ...entry, ...change }]))).toThrow(field)
  })

  test('when an issuer is named twice', () => {
    expect(() => parseIssuers(JSON.stringify([entry, entry]))).toThrow('named twice')
  })

  test('in production when it is of a development network', () => {
    const marked = settingsFile(keyFile({ development: true, keys: [] }))
    expect(openIssuers(marked, false, Date.now)).toHaveLength(1)
    expect(() => openIssuers(marked, true, Date.now)).toThrow('development network')
    const local = settingsFile(keyFile({ keys: [] }), { issuer: 'http://localhost:4005' })
    expect(() => openIssuers(local, true, Date.now)).toThrow('development network')
  })
})
