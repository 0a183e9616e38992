import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { REFUSALS } from '../errors.ts'
import { missingWords } from './missing-words.ts'
import { REFUSALS_INDONESIAN } from './refusals.ts'

const supergraph = readFileSync(new URL('../contracts/supergraph.graphql', import.meta.url), 'utf8')

test('every value of every enum of the contracts has words in Indonesian and English', () => {
  expect(missingWords(parse(supergraph))).toEqual([])
})

test('an enum value without words is named', () => {
  const document = parse(`${supergraph}\nenum Planted { SEED }`)
  expect(document.definitions.at(-1)?.kind).toBe(Kind.ENUM_TYPE_DEFINITION)
  expect(missingWords(document)).toEqual(['Planted.SEED'])
})

test('every refusal has Indonesian words of its own', () => {
  expect(Object.keys(REFUSALS_INDONESIAN).toSorted()).toEqual(Object.keys(REFUSALS).toSorted())
  const sentences = Object.values(REFUSALS_INDONESIAN)
  expect(
    sentences.filter(
      (sentence) => sentence.trim() === '' || sentences.indexOf(sentence) !== sentences.lastIndexOf(sentence),
    ),
  ).toEqual([])
})
