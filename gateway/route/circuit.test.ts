import { expect, it } from 'vitest'
import { Circuit } from './circuit.ts'

const options = { failures: 3, openMs: 100, maxOpenMs: 300 }

function opened(): Circuit {
  const circuit = new Circuit(options)
  for (let failure = 0; failure < 3; failure++) circuit.failed(circuit.admit(0), 0)
  return circuit
}

it('opens after failures that follow each other, and not when an answer lies between', () => {
  const circuit = new Circuit(options)
  for (const outcome of ['failed', 'failed', 'answered', 'failed', 'failed']) {
    expect(circuit.admit(0)).toBe('normal')
    if (outcome === 'failed') circuit.failed('normal', 0)
    else circuit.succeeded()
  }
  expect(circuit.state).toBe('closed')
  circuit.failed('normal', 0)
  expect(circuit.state).toBe('open')
})

it('refuses while it is open and says how long, then lets one request through', () => {
  const circuit = opened()
  expect([circuit.admit(40), circuit.retryAfterMs(40)]).toEqual(['refused', 60])
  expect([circuit.admit(100), circuit.admit(100)]).toEqual(['trial', 'refused'])
  expect(circuit.state).toBe('half-open')
})

it('closes by the answer to the trial', () => {
  const circuit = opened()
  circuit.admit(100)
  circuit.succeeded()
  expect([circuit.state, circuit.admit(101), circuit.retryAfterMs(101)]).toEqual(['closed', 'normal', 0])
})

it('stays open twice as long after each trial that fails, up to a limit', () => {
  const circuit = opened()
  let now = 100
  for (const openFor of [200, 300, 300]) {
    circuit.failed(circuit.admit(now), now)
    expect(circuit.retryAfterMs(now)).toBe(openFor)
    now += openFor
  }
})

it('tries again when the client of the trial has left', () => {
  const circuit = opened()
  circuit.left(circuit.admit(100))
  expect(circuit.admit(101)).toBe('trial')
})

it('is not opened for longer by what was under way when it opened', () => {
  const circuit = opened()
  circuit.failed('normal', 50)
  expect(circuit.admit(100)).toBe('trial')
})
