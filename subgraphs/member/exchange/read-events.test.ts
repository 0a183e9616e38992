import { expect, test } from 'vitest'
import { eventsOf, pushIn } from './read-events.ts'

const MAIL = { mail: [{ incarnation: 1, n: 1, to: 1, message: { type: 'Confirmed', incarnation: 1 } }] }
const BODY = JSON.stringify(MAIL)

/** A stream whose only good signature is the word "hub". */
const sealed = {
  headers: {},
  isAnsweredBy: (_status: number, { signature }: Readonly<Record<string, string>>) => signature === 'hub',
}

test('events come whole, however the stream was cut into pieces, and comments are none', () => {
  const { events, rest } = eventsOf('data: wake\n\n:\n\ndata: {}\ndata: [1]\n\ndata: ha')
  expect(events).toEqual([['wake'], ['{}', '[1]']])
  expect(rest).toBe('data: ha')
  expect(eventsOf(`${rest}lf\n\n`)).toEqual({ events: [['half']], rest: '' })
})

test('mail that the hub has signed for this stream is taken', () => {
  expect(pushIn([JSON.stringify({ signature: 'hub' }), BODY], sealed)).toEqual(MAIL)
})

test('mail of anybody else, or that cannot be understood, is no more than a nudge', () => {
  expect(pushIn(['wake'], sealed)).toBeUndefined()
  expect(pushIn([JSON.stringify({ signature: 'another' }), BODY], sealed)).toBeUndefined()
  expect(pushIn([JSON.stringify({ signature: 'hub' }), '{"mail":[{}]}'], sealed)).toBeUndefined()
  expect(pushIn([JSON.stringify({ signature: 'hub' }), '{"mail":'], sealed)).toBeUndefined()
  expect(pushIn(['null', BODY], sealed)).toBeUndefined()
})
