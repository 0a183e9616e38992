import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, type MemberNetwork, startMemberNetwork } from './member-servers.fixture.ts'
import { OperationRefused } from './operation.ts'

let network: MemberNetwork
beforeAll(async () => {
  network = await startMemberNetwork((member) => ({
    Complaint: { resolveReference: ({ id }) => ({ id, body: `body at ${member}` }) },
  }))
})
afterAll(() => network.close())

const id = idOf('complaint', '64.08')
const call = { signal: new AbortController().signal }
const prepare = (query: string, variables = {}) => network.operations.prepare({ query, variables })

describe('a subscription', () => {
  it('is asked upstream of the member that streams it, with coerced variables', async () => {
    const prepared = await prepare(
      'subscription ($id: ID, $after: String) { complaintChanged(id: $id, after: $after) { at } }',
      {
        id,
      },
    )
    expect(prepared.kind).toBe('subscription')
    const fetch = network.operations.subscriptionFetch(prepared)
    expect(fetch).toMatchObject({ contract: 'national', member: 'national', variables: { id } })
    expect(fetch.url).toBe(`${network.server('national').url}/graphql`)
    expect(fetch.query).toContain('complaintChanged(after: $after, id: $id)')
  })

  it('gives each event what other members know, under the keys of the client', async () => {
    const prepared = await prepare('subscription { event: complaintChanged { when: at complaint { text: body } } }')
    const { query, onEvent } = network.operations.subscriptionFetch(prepared)
    expect(query).toContain('id')
    const payload = { data: { event: { when: 'now', cursor: 'c', complaint: { __typename: 'Complaint', id } } } }
    expect(await onEvent(payload, call)).toEqual({
      data: { event: { when: 'now', complaint: { text: 'body at kutai-timur' } } },
    })
  })

  it('passes the errors of an event on, and masks what is no GraphQL', async () => {
    const prepared = await prepare('subscription { complaintChanged { at } }')
    const { onEvent } = network.operations.subscriptionFetch(prepared)
    const refused = { message: 'RESYNC', path: ['complaintChanged'], extensions: { code: 'RESYNC' } }
    expect(JSON.parse(JSON.stringify(await onEvent({ errors: [refused] }, call)))).toMatchObject({ errors: [refused] })
    expect(await onEvent('x', call)).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] })
    expect(network.faults.splice(0)).toHaveLength(1)
  })

  it('is not executed as a query', async () => {
    const prepared = await prepare('subscription { complaintChanged { at } }')
    expect(await network.operations.execute(prepared, call)).toMatchObject({
      errors: [{ extensions: { code: 'SUBSCRIPTION_NEEDS_SOCKET' } }],
    })
  })
})

it('an operation with variables of the wrong type is refused before anybody is asked', async () => {
  const refused = prepare('subscription ($id: ID) { complaintChanged(id: $id) { at } }', { id: {} })
  await expect(refused).rejects.toBeInstanceOf(OperationRefused)
  await expect(refused).rejects.toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
})
