import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '@lawang/scripts/network/ports'
import { type ServerProcess, serverProcess } from '@lawang/scripts/network/server-process'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { Recorder } from './counting-proxy.ts'
import { dataOf, file, read, STREET_LIGHTS } from './hub.ts'
import { operation } from './operations-file.ts'

const { gateway, members, dataFolder } = inject('network')

/** Nine governments on three members. */
const DOORS = ['13', '64', '72', '64.71', '64.72', '64.02', '72.71', '13.71', '64.08']

interface Listed {
  readonly complaints: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly complaint: unknown } }[]
  }
}

describe('fetches to members', () => {
  const recorder = new Recorder()
  let observed: ServerProcess
  let client: Client

  beforeAll(async () => {
    const registry = join(dataFolder, 'members-observed.json')
    const signed: { payload: string } = JSON.parse(await readFile(join(dataFolder, 'members.json'), 'utf8'))
    const content: { members: { name: string }[] } = JSON.parse(Buffer.from(signed.payload, 'base64url').toString())
    const proxied = content.members.map(async (entry) => {
      return { ...entry, url: await recorder.before(entry.name, members[entry.name] ?? '') }
    })
    await writeFile(registry, JSON.stringify(await Promise.all(proxied)))
    const port = await findFreePort()
    const plan = {
      name: 'gateway-observed',
      url: `http://127.0.0.1:${port}`,
      main: 'gateway/main.ts',
      args: ['--supergraph', 'schema/contracts/supergraph.graphql', '--members', registry, '--port', `${port}`],
      env: {},
      log: join(dataFolder, 'logs', 'gateway-observed.log'),
    }
    observed = serverProcess(plan, () => undefined)
    await observed.start()
    client = fetchClient.connect(observed.url)
  })
  afterAll(async () => {
    await observed?.kill()
    await recorder.close()
  })
  beforeEach(() => recorder.reset())

  it('are one, to one member, for a complaint by id', async () => {
    const { id } = await file(fetchClient.connect(gateway), { ...STREET_LIGHTS })
    expect((await read(client, id)).handledBy?.name).toEqual(expect.any(String))
    expect(recorder.passed.map(({ member }) => member)).toEqual(['kutai-timur'])
  })

  it('are one, to one member, for filing a complaint', async () => {
    await file(client, STREET_LIGHTS)
    expect(recorder.passed.map(({ member }) => member)).toEqual(['kutai-timur'])
  })

  it("are the directory's page and then one parallel round, for a list over nine governments on three members", async () => {
    const mark = `kesembilan${Date.now().toString(36)}`
    const hub = fetchClient.connect(gateway)
    const filed = await Promise.all(
      DOORS.map((door) =>
        file(hub, { ...STREET_LIGHTS, door, location: undefined, details: [], title: `Lampu ${mark}` }),
      ),
    )
    const variables = { filter: { text: mark }, first: 20 }
    const list = async (from: Client): Promise<Listed['complaints']['edges']> =>
      dataOf(await from.ask<Listed>({ query: operation('Complaints'), variables })).complaints.edges
    await expect.poll(async () => (await list(hub)).length, { timeout: 20_000 }).toBe(DOORS.length)

    recorder.gather(1, 3)
    const edges = await list(client)
    expect(edges.map(({ node }) => node.id).sort()).toEqual(filed.map(({ id }) => id).sort())
    for (const { node } of edges)
      expect(node.complaint).toMatchObject({ status: 'FILED', handledBy: { name: expect.any(String) } })
    const [first, ...round] = recorder.passed.map(({ member }) => member)
    expect(first).toBe('national')
    expect(round.sort()).toEqual(['kutai-timur', 'provincial', 'regency'])
  })
})
