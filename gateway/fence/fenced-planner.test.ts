import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import type { Planner } from '../plan/planner.ts'
import { fencedPlanner } from './fenced-planner.ts'

const sdl = readFileSync(fileURLToPath(import.meta.resolve('@lawang/schema/contracts/supergraph.graphql')), 'utf8')
const GOOD = '{ members { name } }'
/** Never sent by the gateway, which validates first: a crash that can be had at will. */
const CYCLE = '{ regions { ...A } } fragment A on Region { parent { ...A } }'

let planner: Planner | undefined
const start = () => {
  planner = fencedPlanner(sdl)
  return planner
}
afterEach(() => planner?.close())

it('an operation is planned in another process as it is in this one', async () => {
  expect(await start().plan(GOOD)).toMatchObject({
    kind: 'QueryPlan',
    node: { kind: 'Fetch', serviceName: 'national' },
  })
})

it('an operation that cannot be planned is rejected, and the planner goes on', async () => {
  const { plan } = bound(start())
  await expect(plan('{ nothing }')).rejects.toThrow()
  expect(await plan(GOOD)).toMatchObject({ kind: 'QueryPlan' })
})

it('an operation that crashes the planner is rejected alone: what waits behind it is planned', async () => {
  const { plan } = bound(start())
  const results = await Promise.allSettled([plan(GOOD), plan(CYCLE), plan('{ categories { code } }'), plan(GOOD)])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})

it('an operation that has crashed the planner once does not reach it again', async () => {
  const { plan } = bound(start())
  await expect(plan(CYCLE)).rejects.toThrow()
  await expect(plan(CYCLE)).rejects.toThrow('crashed the planner before')
  expect(await plan(GOOD)).toMatchObject({ kind: 'QueryPlan' })
})

it('an operation that takes too long is given up', async () => {
  planner = fencedPlanner(sdl, { startMs: 0, timeoutMs: 0, queue: 10 })
  await expect(planner.plan(GOOD)).rejects.toThrow('SIGKILL')
})

it('the first operation is not given up for the time that the process takes to start', async () => {
  planner = fencedPlanner(sdl, { startMs: 60_000, timeoutMs: 0, queue: 10 })
  expect(await planner.plan(GOOD)).toMatchObject({ kind: 'QueryPlan' })
})

it('more operations than may wait are refused', async () => {
  planner = fencedPlanner(sdl, { startMs: 0, timeoutMs: 60_000, queue: 1 })
  const { plan } = bound(planner)
  const results = await Promise.allSettled([plan(GOOD), plan('{ categories { code } }')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

it('what is no supergraph is refused at once', () => {
  expect(() => fencedPlanner('type Query { a: Int')).toThrow()
})

function bound(one: Planner) {
  return { plan: (operation: string) => one.plan(operation) }
}
