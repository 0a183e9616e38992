import { expect, test } from 'vitest'
import { formsFound, formsOf } from './find-encoded.ts'

const TEXT = 'Kenari Über+9/x @kicau'

test.each([...formsOf(TEXT).keys()])('a text is found %s, wherever it stands', (name) => {
  const form = formsOf(TEXT).get(name) ?? Buffer.alloc(0)
  expect(form.length).toBeGreaterThan(10)
  const bytes = Buffer.concat([Buffer.from('{"before":"'), form, Buffer.from('"}')])
  expect(formsFound(bytes, TEXT)).toContain(name)
})

test.each([0, 1, 2, 3, 4])('a text is found in base64 behind %d other bytes', (count) => {
  const encoded = Buffer.from(`${'x'.repeat(count)}${TEXT}yz`).toString('base64')
  expect(formsFound(Buffer.from(encoded), TEXT)).not.toEqual([])
})

test('a text that is not there is not found', () => {
  expect(formsFound(Buffer.from('Kenari lain'), TEXT)).toEqual([])
})
