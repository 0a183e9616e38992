import type { IncomingMessage } from 'node:http'
import { createPseudonyms } from '@lawang/trust/limits/pseudonyms'
import { expect, test } from 'vitest'
import { clientsOf } from './client-of.ts'

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage
const clients = (proxies: number) => clientsOf(proxies, createPseudonyms(), () => 0)

test('a direct request is counted by its address, and a header that no proxy of ours wrote changes nothing', () => {
  const clientOf = clients(0)
  const one = clientOf(request('192.0.2.1'))
  expect(clientOf(request('192.0.2.1', { 'x-forwarded-for': '192.0.2.9', 'lawang-client': 'made-up' }))).toBe(one)
  expect(clientOf(request('192.0.2.2'))).not.toBe(one)
  expect(one).not.toContain('192')
})

test('behind proxies of ours the address is the one that the last of them wrote', () => {
  const clientOf = clients(1)
  const forwarded = (text: string) => clientOf(request('127.0.0.1', { 'x-forwarded-for': text }))
  expect(forwarded('192.0.2.9, 192.0.2.1')).toBe(forwarded('192.0.2.1'))
  expect(forwarded('192.0.2.1, 192.0.2.9')).not.toBe(forwarded('192.0.2.1'))
})

test('what a gateway has signed is counted by the name that it gives, and not at all where it gives none', () => {
  const clientOf = clients(0)
  const signed = (name?: string) =>
    clientOf(request('198.51.100.1', { signature: 'taken', ...(name === undefined ? {} : { 'lawang-client': name }) }))
  expect(signed('one')).not.toBe(signed('two'))
  expect(signed()).toBeUndefined()
})
