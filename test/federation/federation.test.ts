import { readdirSync } from 'node:fs'
import { type Answer, type PlainGateway, startPlainGateway } from '@lawang/gateway/execute/plain-gateway.fixture'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case, Phenomenon } from './phenomenon.ts'

const folder = new URL('./', import.meta.url)
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => readdirSync(new URL(`${entry.name}/`, folder)).map((file) => `${entry.name}/${file}`))

for (const file of files) {
  const { default: phenomenon }: { default: Phenomenon } = await import(new URL(file, folder).href)
  describe(file.replace(/\.ts$/, '').replaceAll('-', ' '), () => {
    let gateway: PlainGateway
    beforeAll(async () => {
      gateway = await startPlainGateway(phenomenon.subgraphs)
    })
    afterAll(() => gateway.close())

    for (const [name, expected] of Object.entries(phenomenon.cases)) {
      it(name, async () => {
        for (const server of Object.values(gateway.subgraphs)) server.requests.length = 0
        const answer = await gateway.ask(expected.query, expected.variables)
        expect(answer.data).toEqual(expected.data)
        expect(errorsOf(answer)).toEqual(sorted(expected.errors ?? []))
        expect(countsOf(gateway, expected)).toEqual(expected.requests ?? {})
        expect(gateway.faults).toEqual([])
      })
    }
  })
}

type FoundError = NonNullable<Case['errors']>[number]

function errorsOf(answer: Answer): readonly FoundError[] {
  return sorted(
    (answer.errors ?? []).map(({ path, extensions }) => ({ path: path ?? [], code: String(extensions?.code) })),
  )
}

function sorted(errors: readonly FoundError[]): readonly FoundError[] {
  return errors.toSorted((a, b) => JSON.stringify(a.path).localeCompare(JSON.stringify(b.path)))
}

function countsOf(gateway: PlainGateway, expected: Case): Readonly<Record<string, number | undefined>> {
  const names = Object.keys(expected.requests ?? {})
  return Object.fromEntries(names.map((name) => [name, gateway.subgraphs[name]?.requests.length]))
}
