import type { Party } from '@lawang/schema/exchange/hub-state'
import { NO_PROOFS } from '@lawang/trust/objects/object-proofs'
import { expect, it } from 'vitest'
import type { HubHighWater } from './high-water-file.ts'
import { type Letter, rowOf } from './mail.ts'
import type { MailNews } from './mail-news.ts'
import { pushOf } from './push-mail.ts'

const PARTY: Party = {
  name: 'provincial',
  governments: ['64'],
  logCursor: { incarnation: 1, n: 4 },
  contact: 0,
  reported: true,
  owesConfirmed: false,
}

function letters(count: number): readonly Letter[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ member: 'provincial', incarnation: 2, n: 7 + i, addressedTo: 1 },
    message: { type: 'Confirmed', incarnation: 1 },
  }))
}

function news(count: number, party: Partial<Party> = {}): MailNews {
  const parties = new Map([['provincial', { ...PARTY, ...party }]])
  return { letters: letters(count), memory: { hub: { incarnation: 2, startedAt: 0 }, parties, clock: 1_000 } }
}

function fileThat(keeps: (mark: HubHighWater) => void | Promise<void>) {
  return { file: { keep: async (mark: HubHighWater) => keeps(mark) }, proofs: NO_PROOFS }
}

it('sends what was committed once the file shows the commit', async () => {
  const written: HubHighWater[] = []
  const { promise: disk, resolve: flush } = Promise.withResolvers<void>()
  let sent = false
  const pushing = pushOf(
    'provincial',
    news(2),
    fileThat((mark) => {
      written.push(mark)
      return disk
    }),
  ).then((push) => {
    sent = true
    return push
  })
  await Promise.resolve()
  expect([written, sent]).toEqual([[{ incarnation: 2, clock: 1_000 }], false])
  flush()
  expect(await pushing).toEqual({ mail: letters(2).map(rowOf) })
})

it('sends nothing to a member that has not reported, and nothing of which the file cannot be written', async () => {
  const kept = fileThat(() => {})
  expect(await pushOf('provincial', news(1, { reported: false }), kept)).toBeUndefined()
  const full = fileThat(() => {
    throw new Error('no space left')
  })
  expect(await pushOf('provincial', news(1), full)).toBeUndefined()
})

it('only tells of more than a page, and of what no commit has written', async () => {
  const kept = fileThat(() => {})
  expect(await pushOf('provincial', news(26), kept)).toBeUndefined()
  expect(await pushOf('provincial', undefined, kept)).toBeUndefined()
})
