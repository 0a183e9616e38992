import { afterAll, beforeAll, expect, it } from 'vitest'
import { idOf, type MemberNetwork, startMemberNetwork } from './member-servers.fixture.ts'

const GOVERNMENTS = ['64.02', '64.08', '64']
let waiting: (() => void)[] = []

/** Answers only when all three members have been asked. */
function allTogether(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length < GOVERNMENTS.length) return
    for (const release of waiting) release()
    waiting = []
  })
}

let network: MemberNetwork
beforeAll(async () => {
  network = await startMemberNetwork(() => ({
    Query: {
      complaints: () => ({
        feedCursor: 'c',
        edges: GOVERNMENTS.map((government) => ({
          cursor: government,
          node: { complaint: { id: idOf('complaint', government) } },
        })),
      }),
      complaint: async (_, { id }) => allTogether().then(() => ({ id, title: 'together' })),
    },
    Complaint: { resolveReference: async ({ id }) => allTogether().then(() => ({ id, title: 'together' })) },
  }))
})
afterAll(() => network.close())

it('asks the members that hold the rows of a list all at once', async () => {
  const { data } = await network.ask('{ complaints { edges { node { complaint { title } } } } }')
  expect(JSON.stringify(data).match(/together/g)).toHaveLength(3)
})

it('asks the members that root fields lead to all at once', async () => {
  const [a, b, c] = GOVERNMENTS.map((government) => idOf('complaint', government))
  const { data } = await network.ask(
    'query ($a: ID!, $b: ID!, $c: ID!) { a: complaint(id: $a) { title } b: complaint(id: $b) { title } c: complaint(id: $c) { title } }',
    { a, b, c },
  )
  expect(JSON.stringify(data).match(/together/g)).toHaveLength(3)
})
