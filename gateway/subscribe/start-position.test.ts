import { describe, expect, it } from 'vitest'
import { startReader } from './start-position.ts'

const QUERY = `subscription ($after: String, $sequence: Int, $region: ID) {
  complaintChanged(after: $after, afterSequence: $sequence, region: $region) { cursor }
}`
const read = startReader()

describe('a start position', () => {
  it('is now when no variable says where to begin', () => {
    const request = { query: QUERY, variables: { after: null, region: '64' } }
    expect(read(request)).toMatchObject({ start: '', live: { query: QUERY, variables: { region: '64' } } })
  })

  it('is taken out of what is followed, so that the same is followed from everywhere', () => {
    const [one, other] = ['a', 'b'].map((after) => read({ query: QUERY, variables: { region: '64', after } }))
    expect(one?.live).toEqual(other?.live)
    expect(one?.after).toBe('a')
    expect(one?.start).not.toBe(other?.start)
  })

  it('counts the steps of a complaint too, which no cursor names', () => {
    const start = read({ query: QUERY, variables: { sequence: 3 } })
    expect(start).toMatchObject({ after: undefined, live: { variables: {} } })
    expect(start?.start).not.toBe('')
    expect(start?.resume?.('c7').variables).toEqual({ after: 'c7' })
  })

  it.each([
    ['stands in the document', 'subscription { complaintChanged(after: "a") { cursor } }'],
    ['is required', 'subscription ($after: String!) { complaintChanged(after: $after) { cursor } }'],
    ['has a default', 'subscription ($after: String = "a") { complaintChanged(after: $after) { cursor } }'],
    [
      'says something else too',
      'subscription ($after: String) { complaintChanged(after: $after, region: $after) { cursor } }',
    ],
  ])('that %s stays the own of who asks', (_name, query) => {
    expect(read({ query, variables: { after: 'b' } })).toBeUndefined()
  })

  it('cannot be continued by who takes no cursor, though what is followed is shared', () => {
    expect(read({ query: 'subscription { complaintChanged { cursor } }' })).toEqual({
      live: { query: 'subscription { complaintChanged { cursor } }', variables: {} },
      start: '',
      after: undefined,
    })
  })
})
