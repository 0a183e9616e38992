import { expect, it } from 'vitest'
import type { AskAnswer } from '../route/ask.ts'
import type { Endpoint } from '../route/router.ts'
import type { CallOptions } from './member-answer.ts'
import { readAnswerText } from './member-answer.ts'
import { shareInFlight } from './share-in-flight.ts'

const member: Endpoint = { name: 'national', url: 'http://national/graphql', region: '00' }
const other: Endpoint = { name: 'provincial', url: 'http://provincial/graphql', region: '64' }
const BODY = '{"query":"{ members { name } }"}'

/** A member that answers when it is told to. */
function startMember() {
  const pending: ((answer: AskAnswer) => void)[] = []
  const ask = shareInFlight(() => new Promise((resolve) => pending.push(resolve)))
  return {
    pending,
    query: (call: Partial<CallOptions> = {}, body = BODY, endpoint = member) =>
      ask([endpoint], body, { signal: new AbortController().signal, ...call }, true),
    change: (call: Partial<CallOptions> = {}) =>
      ask([member], 'mutation', { signal: new AbortController().signal, ...call }, false),
    answer(index: number, value: string) {
      const read = readAnswerText(JSON.stringify({ data: { value: [value] } }))
      if (read.kind === 'answered') pending[index]?.(read)
    },
  }
}

it('equal queries that are under way at one time are one request, and each has objects of its own', async () => {
  const { query, pending, answer } = startMember()
  const answers = Promise.all([query(), query(), query()])
  expect(pending).toHaveLength(1)
  answer(0, 'a')
  const data = (await answers).map((one) => (one.kind === 'answered' ? one.data : undefined))
  expect(data).toEqual(Array(3).fill({ value: ['a'] }))
  expect(new Set(data).size).toBe(3)
  expect(new Set(data.map((one) => one?.value)).size).toBe(3)
})

it('what has been answered is asked anew: nothing is kept', async () => {
  const { query, pending, answer } = startMember()
  const first = query()
  answer(0, 'a')
  await first
  void query()
  expect(pending).toHaveLength(2)
})

it('another authorization, another text and another member are another request', () => {
  const { query, pending } = startMember()
  void query({ authorization: 'Bearer a' })
  void query({ authorization: 'Bearer b' })
  void query()
  void query({}, '{"query":"{ categories { code } }"}')
  void query({}, BODY, other)
  expect(pending).toHaveLength(5)
  void query({ authorization: 'Bearer b' })
  expect(pending).toHaveLength(5)
})

it("whoever's change it is, it ends the sharing of all at its member, and of nobody at another one", () => {
  const { query, change, pending } = startMember()
  void query({ authorization: 'Bearer a' })
  void query({ authorization: 'Bearer a' }, BODY, other)
  void change({ authorization: 'Bearer b' })
  void query({ authorization: 'Bearer a' })
  expect(pending).toHaveLength(4)
  void query({ authorization: 'Bearer a' }, BODY, other)
  expect(pending).toHaveLength(4)
})

it('whoever asks after a change was sent, or made, does not get what was read before it', async () => {
  const { query, change, pending, answer } = startMember()
  void query()
  const changed = change()
  void query()
  expect(pending).toHaveLength(3)
  answer(1, 'done')
  await changed
  void query()
  expect(pending).toHaveLength(4)
})

it('changes are never shared', () => {
  const { change, pending } = startMember()
  void change()
  void change()
  expect(pending).toHaveLength(2)
})

it('when the one who asked leaves, the others ask for themselves', async () => {
  const { query, pending, answer } = startMember()
  const leaver = new AbortController()
  const left = query({ signal: leaver.signal })
  const stays = query()
  leaver.abort()
  pending[0]?.({ kind: 'unavailable', retryAfter: 1 })
  expect(await left).toMatchObject({ kind: 'unavailable' })
  await expect.poll(() => pending.length).toBe(2)
  answer(1, 'b')
  expect(await stays).toMatchObject({ data: { value: ['b'] } })
})
