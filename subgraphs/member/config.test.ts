import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const ENVIRONMENT = {
  LAWANG_MEMBER_NAME: 'kutai-timur',
  LAWANG_GOVERNMENTS: '64.08',
  PORT: '4004',
  DATABASE_URL: 'postgres://lawang:pw@127.0.0.1:5432/kutai_timur',
  LAWANG_HUB_URL: 'http://127.0.0.1:4001/',
  LAWANG_EXCHANGE_TOKEN: 'token',
  LAWANG_JWKS: '/keys/jwks.json',
  LAWANG_DOOR_KEY: '/keys/door',
}

const read = (changes: Record<string, string | undefined> = {}, key = `${'0f'.repeat(32)}\n`) =>
  readConfig({ ...ENVIRONMENT, ...changes }, 'REGENCY', () => key)

test('settings are read, with defaults where there are some', () => {
  const config = read()
  expect(config).toMatchObject({
    name: 'kutai-timur',
    governments: ['64.08'],
    host: '127.0.0.1',
    port: 4004,
    hubUrl: 'http://127.0.0.1:4001',
    logLevel: 'info',
  })
  expect(config.doorKey).toEqual(new Uint8Array(32).fill(15))
})

test('what outlives the database lies beside the key of the door, unless it is told where', () => {
  expect(read()).toMatchObject({ stateFile: '/keys/door.mark', restored: false })
  const told = read({ LAWANG_STATE_FILE: '/state/mark', LAWANG_RESTORED: '1' })
  expect(told).toMatchObject({ stateFile: '/state/mark', restored: true })
  expect(() => read({ LAWANG_RESTORED: 'maybe' })).toThrow('LAWANG_RESTORED is "maybe": it must be 1 or 0.')
})

test('identity keys come from one place: a file beside the key of the door unless it is told where', () => {
  expect(read().identityKeys).toEqual({ from: 'FILE', path: '/keys/door.identity' })
  expect(read({ LAWANG_IDENTITY_KEY_FILE: '/safe/ring' }).identityKeys).toEqual({ from: 'FILE', path: '/safe/ring' })
  expect(read({ LAWANG_IDENTITY_KEY_RING: 'k1:00' }).identityKeys).toEqual({ from: 'RING', text: 'k1:00' })
  const transit = { LAWANG_IDENTITY_TRANSIT_URL: 'https://keys.test/', LAWANG_IDENTITY_TRANSIT_TOKEN_FILE: '/token' }
  expect(read(transit).identityKeys).toMatchObject({ from: 'TRANSIT', url: 'https://keys.test', tokenPath: '/token' })
  expect(() => read({ ...transit, LAWANG_IDENTITY_KEY_RING: 'k1:00' })).toThrow('come from one place')
})

test('the national member is the hub: it needs no url of it', () => {
  const changes = { LAWANG_GOVERNMENTS: '00', LAWANG_HUB_URL: undefined }
  expect(readConfig({ ...ENVIRONMENT, ...changes }, 'NATIONAL', () => '00'.repeat(32)).hubUrl).toBeUndefined()
})

describe('one sentence says what is wrong', () => {
  test.each(Object.keys(ENVIRONMENT).filter((name) => name !== 'LAWANG_JWKS'))('when %s is not set', (name) => {
    expect(() => read({ [name]: '' })).toThrow(new RegExp(`^${name} is not set: .+\\.$`))
  })

  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['LAWANG_GOVERNMENTS', '64.08,64'],
    ['LAWANG_GOVERNMENTS', '31.71'],
    ['LAWANG_GOVERNMENTS', 'Kutai Timur'],
    ['LAWANG_HUB_URL', 'ftp://hub'],
    ['LAWANG_LOG_LEVEL', 'loud'],
  ])('when %s is %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name)
  })

  test('when the database has no url, without repeating what may be a password', () => {
    expect(() => read({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).toThrow(/^DATABASE_URL is no url(?!.*hunter2)/)
  })

  test('when nobody is named whose tokens are taken, or in production the development issuer', () => {
    expect(() => read({ LAWANG_JWKS: '' })).toThrow(/^LAWANG_ISSUERS is not set: .+\.$/)
    expect(read({ LAWANG_JWKS: '', LAWANG_ISSUERS: '/issuers.json' })).toMatchObject({ mode: 'development' })
    for (const production of [{ NODE_ENV: 'production' }, { LAWANG_ENVIRONMENT: 'production' }]) {
      expect(() => read(production)).toThrow('LAWANG_JWKS names the keys of the development issuer')
    }
    expect(() => read({ LAWANG_ENVIRONMENT: 'test' })).toThrow('LAWANG_ENVIRONMENT is "test"')
  })

  test('when production is asked for by a name that is not read: nobody is to believe in a guard that is not there', () => {
    expect(() => read({ LAWANG_MODE: 'production' })).toThrow('LAWANG_MODE is not read: set LAWANG_ENVIRONMENT')
    expect(() => read({ LAWANG_MODE: 'development', LAWANG_ENVIRONMENT: 'development' })).toThrow('LAWANG_MODE')
  })

  test('when production is asked for by NODE_ENV alone, and nothing is signed', () => {
    const hub = { LAWANG_HUB_URL: 'https://hub.example' }
    const production = { NODE_ENV: 'production', LAWANG_JWKS: '', LAWANG_ISSUERS: '/issuers.json', ...hub }
    expect(() => read(production)).toThrow('LAWANG_MEMBERS is not set: it is the registry that the operator has signed')
    expect(() => read({ ...production, LAWANG_MEMBERS: '/members.json' })).toThrow('needs a signed registry')
  })

  test('when production would reach the hub in the clear, with no mesh around the servers', () => {
    const production = { LAWANG_ENVIRONMENT: 'production', LAWANG_JWKS: '', LAWANG_ISSUERS: '/issuers.json' }
    const plain = /^LAWANG_HUB_URL is a plain address: .+ unless LAWANG_TLS is mesh\.$/
    for (const tls of [undefined, 'on', 'off']) expect(() => read({ ...production, LAWANG_TLS: tls })).toThrow(plain)
    // With these the next thing that is missing is told.
    const unsigned = 'LAWANG_MEMBERS is not set'
    expect(() => read({ ...production, LAWANG_TLS: 'mesh' })).toThrow(unsigned)
    expect(() => read({ ...production, LAWANG_HUB_URL: 'https://hub.example' })).toThrow(unsigned)
  })

  test("when the door's key is no key", () => {
    expect(() => read({}, 'abc')).toThrow('LAWANG_DOOR_KEY')
    const unreadable = () => {
      throw new Error('ENOENT')
    }
    expect(() => readConfig(ENVIRONMENT, 'REGENCY', unreadable)).toThrow('LAWANG_DOOR_KEY')
  })
})
