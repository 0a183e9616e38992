import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingWords } from '@lawang/schema/words/missing-words'
import { parse } from 'graphql'
import type { Gate } from './gate.ts'

/** What people read has words in both languages. Refusals and reasons are kept so by their types. */
export const words: Gate = {
  name: 'words',
  check: async (root) => {
    const supergraph = await readFile(join(root, 'schema/contracts/supergraph.graphql'), 'utf8')
    return missingWords(parse(supergraph)).map(
      (value) => `${value} has no words: name it in Indonesian and English in schema/words/enums.ts`,
    )
  },
}
