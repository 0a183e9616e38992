import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenVerifier } from '@lawang/member/access/tokens'
import { loadReference } from '@lawang/member/reference/load'
import { openDevelopmentIssuer } from '@lawang/trust/tokens/issuers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { developmentKeyPaths, ensureDevelopmentKeys } from './development-keys.ts'
import { NoDevelopmentKey, signDevelopmentToken } from './sign-development-token.ts'
import { parseTokenArguments, UsageError } from './token-arguments.ts'

let data: string

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'lawang-keys-'))
})
afterEach(() => rm(data, { recursive: true }))

const NOW = new Date()
const soon = new Date(NOW.getTime() + 60_000)
const parse = (line: string) => parseTokenArguments(line.split(' '), '.data')

const [agency] = loadReference().agenciesOf('64.08')
const agencyId = agency?.id ?? ''

describe('the development key', () => {
  test('is made once: tokens stay valid over restarts', async () => {
    const { privateKey } = await ensureDevelopmentKeys(data)
    const before = await readFile(privateKey, 'utf8')
    await ensureDevelopmentKeys(data)
    expect(await readFile(privateKey, 'utf8')).toBe(before)
  })

  test('is made once even when two start at the same moment', async () => {
    await Promise.all([ensureDevelopmentKeys(data), ensureDevelopmentKeys(data)])
    const token = await signDevelopmentToken(data, {
      claims: { role: 'overseer' },
      subject: 'x',
      now: NOW,
      expires: soon,
    })
    const verifier = createTokenVerifier({ issuers: [openDevelopmentIssuer(developmentKeyPaths(data).jwks, Date.now)] })
    expect(await verifier.actorFrom(`Bearer ${token}`)).toMatchObject({ role: 'overseer' })
  })

  test('can be read by its owner only, and its private part is not in the JWKS', async () => {
    const { privateKey, jwks } = await ensureDevelopmentKeys(data)
    expect((await stat(privateKey)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(jwks, 'utf8')).keys[0]).not.toHaveProperty('d')
  })
})

describe('a development token', () => {
  test('is taken by members until it ends', async () => {
    await ensureDevelopmentKeys(data)
    const claims = { role: 'coordinator', region: '64.08' } as const
    const token = await signDevelopmentToken(data, { claims, subject: 'x', now: NOW, expires: soon })
    const issuers = [openDevelopmentIssuer(developmentKeyPaths(data).jwks, Date.now)]
    const later = new Date(soon.getTime() + 60_000)
    expect(await createTokenVerifier({ issuers }).actorFrom(`Bearer ${token}`)).toMatchObject(claims)
    await expect(createTokenVerifier({ issuers, now: () => later }).actorFrom(`Bearer ${token}`)).rejects.toMatchObject(
      {
        facts: { reason: 'EXPIRED' },
      },
    )
  })

  test('needs a key', async () => {
    const request = { claims: { role: 'overseer' }, subject: 'x', now: NOW, expires: soon } as const
    await expect(signDevelopmentToken(data, request)).rejects.toThrow(NoDevelopmentKey)
  })
})

describe('the command line', () => {
  test.each([
    ['--role coordinator --region 64.08', { role: 'coordinator', region: '64.08' }],
    ['--role national-admin', { role: 'national-admin', region: '00' }],
    ['--role overseer', { role: 'overseer' }],
    ['--role village-head --region 64.08.04.2003', { role: 'village-head', region: '64.08.04.2003' }],
    ['--role integrator', { role: 'integrator', scope: 'fileReceivedEarlier fileForOthers' }],
    [`--role operator --agency ${agencyId.toLowerCase()}`, { role: 'operator', region: '64.08', agency: agencyId }],
  ])('%s asks for %j', (line, claims) => {
    expect(parse(line)).toEqual({ claims, subject: `development-${claims.role}`, days: 30, dataFolder: '.data' })
  })

  test.each([
    ['--region 64.08', '--role must be one of'],
    ['--role king', '--role must be one of'],
    ['--role coordinator', 'needs --region'],
    ['--role operator', 'needs --region'],
    ['--role supervisor', 'needs --region'],
    ['--role district-head --region 64.08', 'the code of a district'],
    ['--role coordinator --region 64.08.04', "no government's code"],
    ['--role coordinator --region 31.71', "no government's code"],
    ['--role operator --agency pln', "no agency's id"],
    [`--role operator --region 64 --agency ${agencyId}`, 'belongs to 64.08'],
    ['--role overseer --days 0', '--days must be'],
    ['--role overseer --colour red', "Unknown option '--colour'"],
  ])('%s is refused in one sentence', (line, sentence) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(sentence)
  })
})
