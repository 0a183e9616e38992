import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const NAMES = ['national', 'kutai-timur']

it('asks for nothing: the embedded PostgreSQL, port 4000 and .data are the defaults', () => {
  expect(readSettings({}, NAMES)).toEqual({
    gatewayPort: 4000,
    memberPorts: new Map(),
    issuerPort: 4003,
    signInRedirects: [],
    dataFolder: '.data',
    databases: { byMember: new Map() },
  })
})

it('takes a server for all databases, and a database of its own for a member', () => {
  const env = { DATABASE_URL: 'postgres://a@h/x', LAWANG_DATABASE_URL_KUTAI_TIMUR: 'postgresql://b@h/y' }
  expect(readSettings(env, NAMES).databases).toEqual({
    server: { url: 'postgres://a@h/x' },
    byMember: new Map([['kutai-timur', 'postgresql://b@h/y']]),
  })
})

it('lets a member have another port, and the gateway another address', () => {
  const settings = readSettings({ PORT: '80', LAWANG_PORT_KUTAI_TIMUR: '81', LAWANG_HOST: '0.0.0.0' }, NAMES)
  expect(settings).toMatchObject({
    gatewayPort: 80,
    gatewayHost: '0.0.0.0',
    memberPorts: new Map([['kutai-timur', 81]]),
  })
})

it.each(['abc', '0', '65536', '1.5', '-1'])('refuses the port %s by its name', (text) => {
  expect(() => readSettings({ LAWANG_PORT_NATIONAL: text }, NAMES)).toThrow(/^LAWANG_PORT_NATIONAL is ".*": set it to/)
})

it('lets front ends under development be signed in to, and nothing that is no page', () => {
  const read = (uris: string) => readSettings({ LAWANG_SIGN_IN_REDIRECTS: uris }, NAMES).signInRedirects
  expect(read('http://localhost:5173/back, https://depan.example/back')).toEqual([
    'http://localhost:5173/back',
    'https://depan.example/back',
  ])
  expect(() => read('javascript:alert(1)')).toThrow('LAWANG_SIGN_IN_REDIRECTS names')
})

it('does not repeat a wrong database URL, which may hold a password', () => {
  const read = () => readSettings({ DATABASE_URL: 'mysql://root:hidden@h/x' }, NAMES)
  expect(read).toThrow('DATABASE_URL is not a PostgreSQL URL')
  expect(read).not.toThrow('hidden')
})
