import { startPlainGateway } from '@lawang/gateway/execute/plain-gateway.fixture'
import { execute, type GraphQLSchema, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { generateQuery, type Pick, seededPick } from './generated-operations.ts'
import { type AnsweringSupergraph, answering } from './generated-subgraphs.ts'
import { generateSupergraph } from './generated-supergraph.ts'

const SUPERGRAPHS = 12
const QUERIES = 10
const VARIABLES = { yes: true, no: false }

it(`answers ${QUERIES} queries of each of ${SUPERGRAPHS} generated supergraphs as one schema would`, async () => {
  let composed = 0
  for (let seed = 1; composed < SUPERGRAPHS; seed++) {
    const pick = seededPick(seed * 7919)
    const generated = answering(generateSupergraph(pick))
    const gateway = await startPlainGateway(generated.subgraphs).catch(() => undefined)
    // subgraphs that leave no way to some field do not compose
    if (!gateway) continue
    composed++
    for (let asked = 0; asked < QUERIES; asked++) {
      const query = validQuery(generated.whole, pick)
      expect(await gateway.ask(query, VARIABLES), `${seed}: ${query}`).toEqual(await answerOf(generated, query))
    }
    expect(gateway.faults).toEqual([])
    await gateway.close()
  }
})

function validQuery(schema: GraphQLSchema, pick: Pick): string {
  const query = generateQuery(schema, pick)
  return validate(schema, parse(query)).length === 0 ? query : validQuery(schema, pick)
}

async function answerOf({ whole, resolveWhole }: AnsweringSupergraph, query: string): Promise<unknown> {
  const options = { schema: whole, document: parse(query), variableValues: VARIABLES }
  return JSON.parse(JSON.stringify(await execute({ ...options, fieldResolver: resolveWhole })))
}
