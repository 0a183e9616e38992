import { Refusal } from '@lawang/schema/errors'
import { createPseudonyms } from '@lawang/trust/limits/pseudonyms'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { createLimits } from './limits.ts'

const PUBLIC: Actor = { kind: 'public' }
const kiosk = (subject: string): Actor => ({ kind: 'person', role: 'kiosk', subject })
const limits = () => createLimits({ network: 2, person: 3, door: 5 }, createPseudonyms())
const HOUR = 3_600_000

/** The seconds to wait; nothing where it is let through. */
function waitOf(act: () => void): unknown {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof Refusal && error.code === 'RATE_LIMITED' ? error.facts.retryAfter : error
  }
}

describe('filing', () => {
  test('from one network ends for a while, and goes on elsewhere', () => {
    const { file } = limits()
    const from = (network: string, now: number) => waitOf(() => file({ network, actor: PUBLIC }, '64.08', now))
    expect([from('a', 0), from('a', 0), from('a', 0)]).toEqual([undefined, undefined, HOUR / 1000 / 2])
    expect(from('b', 0)).toBeUndefined()
    expect(from('a', HOUR / 2)).toBeUndefined()
  })

  test('by a person is counted by the person, wherever from', () => {
    const { file } = limits()
    const by = (subject: string, network: string) =>
      waitOf(() => file({ network, actor: kiosk(subject) }, undefined, 0))
    expect([by('one', 'a'), by('one', 'b'), by('one', 'c'), by('one', 'd')]).toEqual([
      undefined,
      undefined,
      undefined,
      1_200,
    ])
    expect(by('two', 'a')).toBeUndefined()
  })

  test('at one door ends for all together, and what was refused before does not count there', () => {
    const { file } = limits()
    const at = (network: string, door: string) => waitOf(() => file({ network, actor: PUBLIC }, door, 0))
    for (const _ of [1, 2, 3, 4, 5]) at('a', '64.08')
    expect([at('b', '64.08'), at('b', '64.08'), at('c', '64.08'), at('d', '64.08')]).toEqual([
      undefined,
      undefined,
      undefined,
      720,
    ])
    expect(at('e', '64.02')).toBeUndefined()
  })

  test('from the machine itself is counted at the door only, and 0 sets no limit', () => {
    const { file } = limits()
    const here = { network: undefined, actor: PUBLIC }
    expect(Array.from({ length: 6 }, () => waitOf(() => file(here, '64.08', 0)))).toEqual([
      ...Array(5).fill(undefined),
      720,
    ])
    const free = createLimits({ network: 0, person: 0, door: 0 }, createPseudonyms())
    for (let n = 0; n < 1_000; n++) free.file({ network: 'a', actor: PUBLIC }, '64.08', 0)
  })
})

describe('ids that there are not', () => {
  test('end the look-ups of their network, for those that there are as well', () => {
    const { lookUp, countUnknown } = limits()
    const asker = { network: 'a', actor: PUBLIC }
    countUnknown(asker, 99, 0)
    expect(waitOf(() => lookUp(asker, 0))).toBeUndefined()
    countUnknown(asker, 1, 0)
    expect(waitOf(() => lookUp(asker, 0))).toBe(9)
    expect(waitOf(() => lookUp({ ...asker, network: 'b' }, 0))).toBeUndefined()
    expect(waitOf(() => lookUp({ ...asker, actor: kiosk('one') }, 0))).toBeUndefined()
    expect(waitOf(() => lookUp(asker, 9_000))).toBeUndefined()
  })
})

test('wrong secrets of one network are told to wait, for whichever complaint they were', () => {
  const { countWrongSecret } = limits()
  const asker = { network: 'a', actor: PUBLIC }
  const waits = Array.from({ length: 31 }, () => waitOf(() => countWrongSecret(asker, 0)))
  expect(waits.filter((wait) => wait !== undefined)).toEqual([30])
})
