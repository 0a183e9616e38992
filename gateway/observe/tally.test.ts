import { Counter, Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { CountTally, DurationTally } from './tally.ts'

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')
/** Prometheus reads a line's labels in any order. */
const inOrder = (line: string) => line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').sort()}}`)

it('durations are written as prom-client writes them', async () => {
  const [name, help, bounds] = ['x_seconds', 'How long.', [0.001, 0.5, 2]]
  const registry = new Registry()
  const theirs = new Histogram({ name, help, labelNames: ['a', 'b'], buckets: bounds, registers: [registry] })
  const ours = new DurationTally(name, help, ['a', 'b'], bounds)
  for (const [seconds, a, b] of [
    [0.001, 'q', 'ok'],
    [0.25, 'q', 'ok'],
    [3, 'q', 'ok'],
    [0, 'm', 'no "x" \\ \n'],
  ] as const) {
    theirs.observe({ a, b }, seconds)
    ours.observe(seconds, a, b)
  }
  expect(linesOf(ours.text()).map(inOrder)).toEqual(linesOf(await registry.metrics()).map(inOrder))
})

it('counts are written as prom-client writes them', async () => {
  const registry = new Registry()
  const theirs = new Counter({ name: 'x_total', help: 'Some.', labelNames: ['a'], registers: [registry] })
  const ours = new CountTally('x_total', 'Some.', ['a'])
  for (const a of ['one', 'two', 'one']) {
    theirs.inc({ a })
    ours.add(a)
  }
  expect(linesOf(ours.text())).toEqual(linesOf(await registry.metrics()))
})
