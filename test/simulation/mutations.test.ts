import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MUTATIONS } from './mutations.ts'

const root = new URL('../../', import.meta.url)

test.each(MUTATIONS)('"$name" still finds what it switches off', ({ edits }) => {
  for (const { file, find } of edits) {
    expect([file, readFileSync(new URL(file, root), 'utf8').split(find).length - 1]).toEqual([file, 1])
  }
})
