import { expect, it } from 'vitest'
import { Circuit } from './circuit.ts'

const options = { failures: 3, openMs: 100, maxOpenMs: 300 }

function opened(): Circuit {
  const circuit = new Circuit(options)
  for (let failure = 0; failure < 3; failure++) circuit.failed(circuit.times, 0)
  return circuit
}

it('opens after failures that follow each other, and not when an answer lies between', () => {
  const circuit = new Circuit(options)
  for (const outcome of ['failed', 'failed', 'answered', 'failed', 'failed']) {
    if (outcome === 'failed') circuit.failed(circuit.times, 0)
    else circuit.succeeded()
  }
  expect(circuit.state).toBe('closed')
  circuit.failed(circuit.times, 0)
  expect(circuit.state).toBe('open')
})

it('says in how long it is worth asking again', () => {
  const circuit = opened()
  expect([circuit.retryAfterMs(40), circuit.retryAfterMs(140)]).toEqual([60, 0])
})

it('lets requests through after a trial that was answered, and closes by the first answer', () => {
  const circuit = opened()
  circuit.trialAnswered()
  expect([circuit.state, circuit.retryAfterMs(40)]).toEqual(['half-open', 0])
  circuit.succeeded()
  expect(circuit.state).toBe('closed')
})

it('opens again by one failure after a trial that was answered, for twice as long', () => {
  const circuit = opened()
  circuit.trialAnswered()
  circuit.failed(circuit.times, 100)
  expect([circuit.state, circuit.retryAfterMs(100)]).toEqual(['open', 200])
})

it('stays open twice as long after each trial that fails, up to a limit', () => {
  const circuit = opened()
  let now = 100
  for (const openFor of [200, 300, 300]) {
    circuit.trialFailed(now)
    expect(circuit.retryAfterMs(now)).toBe(openFor)
    now += openFor
  }
})

it('closes by the answer to what was under way when it opened', () => {
  const circuit = opened()
  circuit.succeeded()
  circuit.trialFailed(50)
  expect(circuit.state).toBe('closed')
})

it('is not opened again, nor for longer, by what was under way when it opened', () => {
  const circuit = opened()
  circuit.failed(0, 50)
  expect(circuit.retryAfterMs(50)).toBe(50)
  circuit.trialAnswered()
  circuit.failed(0, 60)
  expect(circuit.state).toBe('half-open')
})
