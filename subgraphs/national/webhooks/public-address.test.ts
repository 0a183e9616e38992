import { describe, expect, test } from 'vitest'
import { isPublicAddress } from './public-address.ts'
import { readWebhookUrl } from './webhook-url.ts'

const refusal = expect.objectContaining({ name: 'Refusal', code: 'INVALID_WEBHOOK' })

describe('an address', () => {
  test.each([
    '8.8.8.8',
    '103.10.10.10',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '2404:6800:4003::1',
    '2606:4700::1111',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

  test.each([
    ...['0.0.0.0', '10.1.2.3', '127.0.0.1', '127.9.9.9', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '100.64.0.1', '192.0.0.8', '198.19.0.1', '203.0.113.1', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2001::1', '3fff::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', ''],
  ])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('the address of a webhook', () => {
  const read = (url: string, loopback = false) => readWebhookUrl(url, { loopback }).href

  test.each(['https://hooks.example.go.id/lawang', 'https://hooks.example.go.id:8443/x?y=z', 'https://8.8.8.8/'])(
    '%s is taken',
    (url) => expect(read(url)).toBe(url),
  )

  test.each([
    ...['http://hooks.example.go.id/', 'ftp://hooks.example.go.id/', 'not a url', 'https://', '//hooks.example.go.id/'],
    ...[
      'https://user:word@hooks.example.go.id/',
      'https://hooks.example.go.id:22/',
      'https://hooks.example.go.id:5432/',
    ],
    ...['https://localhost/', 'https://localhost./', 'https://printer/', 'https://db.internal/', 'https://nas.local/'],
    ...['https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/'],
    ...['https://0/', 'https://10.0.0.1/', 'https://169.254.169.254/latest/', 'https://192.168.0.1/'],
    ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[fd00::1]/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://１２７.０.０.１/', `https://example.go.id/${'a'.repeat(600)}`],
  ])('%s is refused', (url) => {
    expect(() => read(url)).toThrow(refusal)
  })

  test('may be this machine by plain HTTP in development, and no other machine of its networks', () => {
    expect(read('http://127.0.0.1:9000/x', true)).toBe('http://127.0.0.1:9000/x')
    for (const url of ['http://10.0.0.1/', 'http://hooks.example.go.id/', 'https://192.168.0.1/']) {
      expect(() => read(url, true)).toThrow(refusal)
    }
  })
})
