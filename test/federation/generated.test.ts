import { startPlainGateway } from '@lawang/gateway/execute/plain-gateway.fixture'
import { execute, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { RESOLVERS, SUBGRAPHS, WORLD } from '../fuzz/world.ts'
import { generateQuery, seededPick } from './generated-operations.ts'
import { resolveField } from './generated-world.ts'

const QUERIES = 400

it(`answers ${QUERIES} generated queries as one schema that has everything would`, async () => {
  const resolvers = RESOLVERS
  const gateway = await startPlainGateway({
    left: { typeDefs: SUBGRAPHS.left, resolvers, resolveField },
    right: { typeDefs: SUBGRAPHS.right, resolvers, resolveField },
  })
  const pick = seededPick(20_260_101)
  const variables = { yes: true, no: false }
  for (let done = 0; done < QUERIES; ) {
    const query = generateQuery(WORLD, pick)
    const document = parse(query)
    if (validate(WORLD, document).length > 0) continue
    done++
    const expected = await execute({ schema: WORLD, document, variableValues: variables, fieldResolver: resolveField })
    const answer = await gateway.ask(query, variables)
    expect(answer, query).toEqual(JSON.parse(JSON.stringify(expected)))
  }
  expect(gateway.faults).toEqual([])
  expect(gateway.subgraphs.right?.requests.length).toBeGreaterThan(QUERIES / 4)
  await gateway.close()
})
