import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, ELECTRICITY, file, read, readWhen, STREET_LIGHTS } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { startTestNetwork, type TestNetwork } from '../operations/start-network.ts'

/** What is filed at the regency is the nation's, or that of the city on another server. */
const FOR_THE_NATION = ELECTRICITY
const FOR_THE_CITY = { ...STREET_LIGHTS, location: '64.71' }

/**
 * The door itself issues the id: it is promised whatever else is down. When the door's own server is down nobody can issue
 * one for it: the filing is refused with a word that says so, other doors are open, and the same key is one complaint.
 */
describe('a subgraph is down while complaints are filed', () => {
  let started: TestNetwork
  let reporter: Client
  const member = (name: string) => started.network.members.get(name) ?? expect.fail(`there is no ${name}`)
  const key = crypto.randomUUID()
  const filed = new Map<string, string>()

  beforeAll(async () => {
    started = await startTestNetwork()
    reporter = fetchClient.connect(started.description.gateway)
  })
  afterAll(() => started?.stop())

  /** Where the complaint has gone, and that it went there once. */
  async function expectDelivered(id: string, government: string): Promise<void> {
    const { journey, handledBy, case: opened } = await readWhen(reporter, id, 'HANDED_OVER')
    expect(journey.map(({ type, to }) => [type, to?.code])).toEqual([
      ['FILED', undefined],
      ['HANDED_OVER', government],
    ])
    expect(handledBy?.region.code).toBe(government)
    expect(opened?.status).toBe('OPEN')
  }

  it('the id is issued while the hub is down, and while the receiver is', async () => {
    await member('national').kill('SIGKILL')
    await member('regency').kill('SIGKILL')
    for (const [to, input] of [
      ['00', FOR_THE_NATION],
      ['64.71', FOR_THE_CITY],
    ] as const) {
      const { id, receipt } = await file(reporter, { ...input, idempotencyKey: crypto.randomUUID() })
      expect(id).toMatch(/^6408-/)
      expect(receipt).toMatchObject({ state: 'RECEIVED', secret: expect.any(String) })
      expect((await read(reporter, id)).journey.map(({ type }) => type)).toEqual(['FILED'])
      filed.set(to, id)
    }
  })

  it('when the hub is back, what can be delivered is delivered once, and the rest waits', async () => {
    await member('national').start()
    await expectDelivered(filed.get('00') ?? '', '00')
    const waiting = await read(reporter, filed.get('64.71') ?? '')
    expect(waiting.journey.map(({ type }) => type)).toEqual(['FILED'])
  })

  it('when the receiver is back, it is delivered there once', async () => {
    await member('regency').start()
    await expectDelivered(filed.get('64.71') ?? '', '64.71')
  })

  it('a door that is down is refused by name, while every other door is open', async () => {
    await member('kutai-timur').kill('SIGKILL')
    const input = { ...FOR_THE_NATION, idempotencyKey: key }
    const refused = await reporter.ask({ query: operation('FileComplaint'), variables: { input } })
    expect(codesOf(refused)).toEqual(['MEMBER_UNAVAILABLE'])
    expect(refused.errors).toMatchObject([{ extensions: { region: '64.08' } }])
    const elsewhere = await file(reporter, { ...FOR_THE_NATION, door: '64', idempotencyKey: crypto.randomUUID() })
    await expectDelivered(elsewhere.id, '00')
  })

  it('a client that sends it again with the same key has one complaint, delivered once', async () => {
    await member('kutai-timur').start()
    const input = { ...FOR_THE_NATION, idempotencyKey: key }
    let first = ''
    await expect
      .poll(
        async () => {
          const answer = await reporter.ask<{ fileComplaint: { id: string } | null }>({
            query: operation('FileComplaint'),
            variables: { input },
          })
          first = answer.data?.fileComplaint?.id ?? ''
          return first
        },
        { timeout: 20_000 },
      )
      .toMatch(/^6408-/)
    expect((await file(reporter, input)).id).toBe(first)
    await expectDelivered(first, '00')
  })

  it('and nothing is unaccounted for', async () => {
    const watch = async () =>
      dataOf(await reporter.ask<{ noWrongDoor: unknown }>({ query: operation('NoWrongDoor') })).noWrongDoor
    await expect.poll(watch, { timeout: 20_000 }).toMatchObject({ filed: 4, unaccounted: 0, inTransit: 0 })
  })
})
