import { expect, test } from 'vitest'
import { faultFacts } from './fault-facts.ts'

test('a fault is told by its name, its code and its frames, and never by its text', () => {
  const facts = faultFacts(Object.assign(new TypeError('0812\n0812'), { code: 'E1', detail: '0812' }))
  expect(facts).toMatchObject({ type: 'TypeError', message: '', code: 'E1' })
  expect(facts.stack).toMatch(/^ +at .*fault-facts\.test/)
  expect(JSON.stringify(facts)).not.toContain('0812')
})

test('what is thrown and is no error is told by its kind', () => {
  expect(faultFacts('0812')).toEqual({ type: 'string', message: '', stack: '' })
})
