import { expect, test } from 'vitest'
import { type Asker, askerOf } from '../access/asker.ts'
import { asked, askerSetting } from './asker-setting.ts'

const NOBODY = askerOf({ kind: 'public' })
const fieldOf = (asker: Asker, field: Parameters<typeof asked>[0]) =>
  askerSetting(asker).split('|')[Number(/(\d+)\)$/.exec(asked(field))?.[1]) - 1]

test('a field is read where it was written', () => {
  const asker: Asker = { ...NOBODY, acts: 'own agency', region: '64.08', agency: '64.08-pu', secrets: ['a1', 'b2'] }
  expect(fieldOf(asker, 'worklist')).toBe(NOBODY.worklist)
  expect(fieldOf(asker, 'acts')).toBe('own agency')
  expect(fieldOf(asker, 'region')).toBe('64.08')
  expect(fieldOf(asker, 'agency')).toBe('64.08-pu')
  expect(fieldOf(asker, 'secrets')).toBe('a1,b2')
})

test('a name in a token cannot write another field', () => {
  const asker: Asker = { ...NOBODY, agency: 'pu|c0ffee' }
  expect(fieldOf(asker, 'secrets')).toBe('')
  expect(fieldOf(asker, 'agency')).toBe('pu%7Cc0ffee')
})
