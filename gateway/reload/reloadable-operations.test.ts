import { describe, expect, it } from 'vitest'
import type { CallContext, PreparedOperation, WritingOperations } from '../execute/operation.ts'
import { reloadable } from './reloadable-operations.ts'

const call: CallContext = { signal: new AbortController().signal }

/** Operations of one generation; `url` is where its subscriptions come from, undefined where they are refused. */
function generation(name: string, url: string | undefined): WritingOperations {
  const prepared = (): PreparedOperation => ({ kind: 'subscription' })
  return {
    prepare: async () => prepared(),
    recall: () => prepared(),
    execute: async () => ({ data: { name } }),
    write: async () => ({ kind: 'written', json: name }),
    subscriptionFetch() {
      if (url === undefined) throw new Error('refused')
      return {
        contract: 'c',
        member: 'm',
        url,
        query: 'q',
        variables: {},
        onEvent: async () => ({ data: { name } }),
      }
    },
  }
}

async function subscribed(next: WritingOperations) {
  const operations = reloadable(generation('old', 'http://a'))
  const fetch = operations.subscriptionFetch(await operations.prepare({ query: 'q' }))
  let superseded = 0
  const unfollow = fetch.onSuperseded?.(() => {
    superseded += 1
  })
  operations.replace(next)
  return { operations, fetch, unfollow, superseded: () => superseded }
}

describe('when the graph is replaced', () => {
  it('what was prepared before ends where it began', async () => {
    const operations = reloadable(generation('old', 'http://a'))
    const prepared = await operations.prepare({ query: 'q' })
    operations.replace(generation('new', 'http://a'))
    expect(await operations.execute(prepared, call)).toEqual({ data: { name: 'old' } })
    const next = await operations.prepare({ query: 'q' })
    expect(await operations.execute(next, call)).toEqual({ data: { name: 'new' } })
  })

  it('a subscription that the same member still streams goes on, and its events are made the new way', async () => {
    const { fetch, superseded } = await subscribed(generation('new', 'http://a'))
    await expect.poll(() => fetch.onEvent({}, call)).toEqual({ data: { name: 'new' } })
    expect(superseded()).toBe(0)
  })

  it.each([
    ['that another member streams now', 'http://b'],
    ['that is not valid any more', undefined],
  ])('a subscription %s is told to begin anew', async (_, url) => {
    const { superseded } = await subscribed(generation('new', url))
    await expect.poll(superseded).toBe(1)
  })

  it('a subscription that has ended is told nothing', async () => {
    const { operations, unfollow, superseded } = await subscribed(generation('new', 'http://a'))
    unfollow?.()
    operations.replace(generation('newer', undefined))
    await operations.prepare({ query: 'q' })
    expect(superseded()).toBe(0)
  })
})
