import { readFileSync } from 'node:fs'
import { parse, print, visit } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemberNetwork, SUPERGRAPH_FILE, startMemberNetwork } from '../execute/member-servers.fixture.ts'
import { OperationRefused } from '../execute/operation.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { adaptedSubscriptions } from './adapted-subscriptions.ts'
import { readMemberTypes } from './older-contract.ts'

const { publicSdl } = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
/** A schema from before events told their reason, could be asked for by agency, and alerts were streamed. */
const olderSdl = print(
  visit(parse(publicSdl), {
    FieldDefinition: ({ name }) => (['reason', 'noWrongDoorAlert'].includes(name.value) ? null : undefined),
    InputValueDefinition: ({ name }) => (name.value === 'agency' ? null : undefined),
  }),
)
const call = { signal: new AbortController().signal }

let network: MemberNetwork
beforeAll(async () => {
  network = await startMemberNetwork(() => ({}))
})
afterAll(() => network.close())

/** What is asked of a national member with this schema. */
async function fetchOf(query: string, sdl: string) {
  const url = `${network.server('national').url}/graphql`
  const operations = adaptedSubscriptions(network.operations, new Map([[url, readMemberTypes(sdl)]]))
  return operations.subscriptionFetch(await operations.prepare({ query }))
}

const EVENT = { type: 'ANSWERED', at: 'now' }
const QUERY = 'subscription { complaintChanged { type why: reason } }'

describe('a subscription at a member with an older contract', () => {
  it('is to what it serves; the rest of each event is null, with a warning', async () => {
    const { query, onEvent } = await fetchOf(QUERY, olderSdl)
    expect(query).toContain('type')
    expect(query).not.toContain('reason')
    for (const type of ['ANSWERED', 'CLOSED']) {
      const result = await onEvent({ data: { complaintChanged: { ...EVENT, type } } }, call)
      expect(result.data).toEqual({ complaintChanged: { type, why: null } })
      expect(result.errors).toBeUndefined()
      const warning = { code: 'FIELD_NOT_SERVED', field: 'ComplaintEvent.reason', member: 'national' }
      expect(result.extensions).toEqual({ warnings: [{ ...warning, message: expect.any(String) }] })
    }
  })

  it('passes on what the member refuses', async () => {
    const { onEvent } = await fetchOf(QUERY, olderSdl)
    const resync = { message: 'RESYNC', path: ['complaintChanged'], extensions: { code: 'RESYNC' } }
    expect((await onEvent({ data: null, errors: [resync] }, call)).errors).toMatchObject([resync])
  })

  it.each([
    ['its field is not served', 'subscription { noWrongDoorAlert { __typename } }', 'FIELD_NOT_SERVED'],
    [
      'it is asked with what the member does not take: it would get the events of others too',
      'subscription { complaintChanged(agency: "6408-9068NQDMS11JKRGF2") { type } }',
      'INPUT_NOT_SERVED',
    ],
  ])('is refused where %s', async (_why, query, code) => {
    const refused = fetchOf(query, olderSdl)
    await expect(refused).rejects.toBeInstanceOf(OperationRefused)
    await expect(refused).rejects.toMatchObject({ errors: [{ extensions: { code, member: 'national' } }] })
  })

  it('is what it was where the member serves all of it', async () => {
    const [plain, adapted] = [await fetchOf(QUERY, publicSdl), await fetchOf(QUERY, publicSdl)]
    expect(adapted.query.replace(/\s/g, '')).toBe(plain.query.replace(/\s/g, ''))
    const result = await adapted.onEvent({ data: { complaintChanged: { ...EVENT, why: 'x', reason: 'x' } } }, call)
    expect(result.extensions).toBeUndefined()
  })
})
