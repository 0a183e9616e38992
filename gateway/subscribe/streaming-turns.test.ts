import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SUPERGRAPH_FILE } from '../execute/member-servers.fixture.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createAvailability } from '../route/availability.ts'
import { jurisdictionRouter } from '../route/jurisdiction-router.ts'
import { memberSockets } from './member-sockets.ts'
import { createStreamingTurns } from './streaming-turns.ts'
import type { Upstream } from './upstream.ts'
import { UpstreamMember } from './upstream-member.fixture.ts'

const { routed } = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))

describe('subscriptions to a feed that several processes stream', () => {
  let members: readonly UpstreamMember[]
  let upstream: Upstream
  let nextTurn: () => string
  let ready: Set<string>
  let time: number
  const turns = (count: number) => Array.from({ length: count }, () => nextTurn())

  beforeEach(async () => {
    members = [new UpstreamMember(), new UpstreamMember(), new UpstreamMember()]
    await Promise.all(members.map((member) => member.start()))
    const bases = members.map(({ url }) => url.replace('/graphql', ''))
    ready = new Set(members.map(({ url }) => url))
    time = 0
    const watch = createStreamingTurns({ isReady: async (url) => ready.has(url), now: () => time })
    upstream = watch.watching(memberSockets())
    const [url = '', ...streams] = bases
    const entries = [{ name: 'national', tier: 'NATIONAL' as const, url, governments: ['00'], streams }]
    const router = jurisdictionRouter(
      entries,
      routed,
      createAvailability(() => 0),
      watch.isDown,
    )
    nextTurn = () => {
      const [endpoint] = router.anyOf('national')
      return (endpoint && router.streamOf?.(endpoint)) ?? ''
    }
  })
  afterEach(async () => {
    upstream.close()
    await Promise.all(members.map((member) => member.kill()))
  })

  /** Kills a process on which a subscription is. */
  async function lose(member: UpstreamMember): Promise<void> {
    const request = { url: member.url, query: 'subscription { ticked { number } }', variables: {} }
    const read = async () => {
      for await (const _ of upstream.open(request, new AbortController().signal)) throw new Error('There is no event')
    }
    const reading = read()
    reading.catch(() => {})
    await expect.poll(() => member.subscriptions).toBe(1)
    ready.delete(member.url)
    await member.kill()
    await expect(reading).rejects.toThrow('connection')
  }

  it('are given to all of them in turn', () => {
    expect(new Set(turns(3))).toEqual(new Set(members.map(({ url }) => url)))
  })

  it('are not given to one that is down until it is back', async () => {
    const [, lost] = members as [UpstreamMember, UpstreamMember]
    await lose(lost)
    expect(turns(6)).not.toContain(lost.url)
    time += 1_000
    expect(turns(6)).not.toContain(lost.url)
    ready.add(lost.url)
    expect(turns(6)).not.toContain(lost.url)
    time += 1_000
    await expect.poll(() => turns(3)).toContain(lost.url)
  })

  it('are given to any of them when all are down', async () => {
    for (const member of members) await lose(member)
    expect(new Set(turns(3))).toEqual(new Set(members.map(({ url }) => url)))
  })
})
