import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPublication, type Publication } from './publication.ts'

let publication: Publication
let wakes: number

beforeEach(() => {
  vi.useFakeTimers()
  publication = createPublication(10)
  wakes = 0
  publication.wakes.onWake(() => {
    wakes += 1
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const toldTo = (member: string, mail: number) => new Map([[member, mail]])

describe('an event in the merged feed', () => {
  it('is shown at once when its door wrote it', () => {
    publication.committed({ last: 12, told: new Map() })
    expect([publication.newest(), wakes]).toEqual([12, 1])
  })

  it('is shown when the door has read of it, and not by older mail', () => {
    publication.committed({ last: 11, told: toldTo('regency', 5) })
    publication.confirmed('regency', 4)
    publication.confirmed('provincial', 9)
    expect([publication.newest(), wakes]).toEqual([10, 0])
    publication.confirmed('regency', 5)
    expect([publication.newest(), wakes]).toEqual([11, 1])
  })

  it('waits for those before it', () => {
    publication.committed({ last: 11, told: toldTo('regency', 5) })
    publication.committed({ last: 12, told: new Map() })
    expect(publication.newest()).toBe(10)
    publication.confirmed('regency', 6)
    expect([publication.newest(), wakes]).toEqual([12, 1])
  })

  it('does not wait long for a door that is slow', () => {
    publication.committed({ last: 11, told: toldTo('regency', 5) })
    vi.runAllTimers()
    expect([publication.newest(), wakes]).toEqual([11, 1])
  })
})
