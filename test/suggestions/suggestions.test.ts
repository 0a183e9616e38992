import { loadReference } from '@lawang/member/reference/load'
import { createTestDatabase } from '@lawang/member/store/test-database'
import { describe, expect, test } from 'vitest'
import { measure, readLabelled } from './measure.ts'

const labelled = readLabelled()

describe('the labelled texts', () => {
  test('are three hundred, each once, each of a category that there is', () => {
    const codes = new Set(loadReference().categories.map(({ code }) => code))
    expect(labelled.length).toBeGreaterThanOrEqual(300)
    expect(new Set(labelled.map(({ text }) => text)).size).toBe(labelled.length)
    expect(labelled.filter(({ category }) => !codes.has(category))).toEqual([])
  })

  test('that are held out are no less than those that may be learned from', () => {
    const heldOut = labelled.filter(({ split }) => split === 'held-out').length
    expect(heldOut).toBeGreaterThanOrEqual(labelled.length / 2)
  })
})

test('suggestions are about as good as docs/competence.md says', async () => {
  const target = await createTestDatabase()
  try {
    const { words, history } = await measure(target.url, labelled)
    for (const { top1, top3 } of [words.heldOut, history.heldOut]) {
      expect(top1).toBeGreaterThanOrEqual(0.78)
      expect(top3).toBeGreaterThanOrEqual(0.92)
    }
  } finally {
    await target.drop()
  }
})
