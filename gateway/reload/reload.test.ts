import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MemberEntry } from '@lawang/schema/network'
import { parseRegistry } from '@lawang/schema/registry'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { idOf, type MemberNetwork, SUPERGRAPH_FILE, startMemberNetwork } from '../execute/member-servers.fixture.ts'
import type { Answer } from '../execute/plain-gateway.fixture.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import { createServer } from '../server.ts'
import { followGraph, type Graph, type GraphListener } from './graph-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'lawang-reload-'))
let network: MemberNetwork
let release: () => void = () => {}
let held: Promise<void> | undefined
beforeAll(async () => {
  network = await startMemberNetwork((member) => ({
    Query: {
      complaint: async (_, { id }) => {
        await held
        return { id, title: `at ${member}` }
      },
    },
  }))
})
afterAll(async () => {
  await network.close()
  rmSync(folder, { recursive: true })
})
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  release()
  for (const close of closing.splice(0)) await close()
})

const SOON = { timeout: 10_000 }
const supergraphText = readFileSync(SUPERGRAPH_FILE, 'utf8')

async function start(changes: (listener: GraphListener) => () => void, first: Graph) {
  const server = await createServer({ ...first, changes, memberTimeoutMs: 5000, logLevel: 'silent' })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  closing.push(async () => server.close())
  const ask = async (query: string): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query })
    return (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as Answer
  }
  return { url, ask }
}

const read = (government: string) => `{ complaint(id: "${idOf('complaint', government)}") { title } }`
/** 64.08 moves from its own server to the one of the other regencies. */
const moved = (members: readonly MemberEntry[]): readonly MemberEntry[] =>
  members
    .filter(({ name }) => name !== 'kutai-timur')
    .map((member) =>
      member.name === 'regency' ? { ...member, governments: [...member.governments, '64.08'] } : member,
    )

describe('when a government moves to another member', () => {
  it('a query that runs ends where it began, and the next goes to the new one', async () => {
    let listener: GraphListener | undefined
    const first = { supergraph: loadSupergraph(supergraphText), members: network.members }
    const { ask } = await start((given) => {
      listener = given
      return () => {}
    }, first)
    held = new Promise((resolve) => {
      release = resolve
    })
    const running = ask(read('64.08'))
    await expect.poll(() => network.server('kutai-timur').requests.length).toBe(1)
    listener?.changed({ ...first, members: moved(network.members) })
    held = undefined
    release()
    expect((await running).data).toEqual({ complaint: { title: 'at kutai-timur' } })
    expect((await ask(read('64.08'))).data).toEqual({ complaint: { title: 'at regency' } })
  })
})

describe('the files of the graph', () => {
  it('are read again when they change, by renaming too, and one that is wrong changes nothing', async () => {
    const membersFile = join(folder, 'members.json')
    const supergraphFile = join(folder, 'supergraph.graphql')
    const write = (file: string, text: string) => {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    }
    write(membersFile, JSON.stringify(network.members))
    write(supergraphFile, supergraphText)
    const first = { supergraph: loadSupergraph(supergraphText), members: network.members }
    const files = {
      supergraphFile,
      membersFile,
      readSupergraph: loadSupergraph,
      readMembers: parseRegistry,
      check: () => {},
      intervalMs: 20,
    }
    const refused: string[] = []
    const { url, ask } = await start(
      (listener) =>
        followGraph(first, files, {
          changed: listener.changed,
          refused: (file, fault) => {
            refused.push(file)
            listener.refused(file, fault)
          },
        }),
      first,
    )
    write(membersFile, '[]')
    await expect.poll(() => refused, SOON).toEqual([membersFile])
    expect((await ask(read('64.08'))).data).toEqual({ complaint: { title: 'at kutai-timur' } })

    write(membersFile, JSON.stringify(moved(network.members)))
    await expect.poll(async () => (await ask(read('64.08'))).data, SOON).toEqual({ complaint: { title: 'at regency' } })

    write(supergraphFile, supergraphText.replace('The agency that is handling it', 'Who handles it'))
    await expect.poll(async () => (await fetch(`${url}/schema.graphql`)).text(), SOON).toContain('Who handles it')
    expect((await ask(read('64.02'))).data).toEqual({ complaint: { title: 'at regency' } })
  })
})
