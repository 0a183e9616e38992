import { REFUSALS } from '@lawang/schema/errors'
import { ENUM_WORDS } from '@lawang/schema/words/enums'
import { REFUSALS_INDONESIAN } from '@lawang/schema/words/refusals'
import { ARCHIVE_REASON_WORDS, REASON_WORDS } from '../domain/reasons.ts'
import type { GraphBuilder } from './builder.ts'
import { shareable } from './federation/directives.ts'

interface Word {
  readonly of: string
  readonly code: string
  readonly indonesian: string
  readonly english: string
}

/** Query.words: what every code of the contracts is called for people. */
export function words(builder: GraphBuilder): void {
  const catalogue = readCatalogue()
  const type = builder.objectRef<Word>('Word').implement({
    description: 'What a code is called for people. of is the name of its enum, Reason, ArchiveReason or Refusal.',
    fields: (t) => ({
      of: t.exposeString('of', { extensions: shareable }),
      code: t.exposeString('code', { extensions: shareable }),
      indonesian: t.exposeString('indonesian', { extensions: shareable }),
      english: t.exposeString('english', { extensions: shareable }),
    }),
  })
  builder.queryField('words', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description: 'Words for people. of: only those of these enums.',
      extensions: shareable,
      args: { of: t.arg.stringList() },
      resolve: (_root, { of }) => (of ? catalogue.filter((word) => of.includes(word.of)) : catalogue),
    }),
  )
}

function readCatalogue(): readonly Word[] {
  const refusals = Object.entries(REFUSALS_INDONESIAN).map(([code, id]) => [code, { id, en: english(code) }] as const)
  const kinds = [
    ...Object.entries(ENUM_WORDS).map(([of, values]) => [of, Object.entries(values)] as const),
    ['Reason', Object.entries(REASON_WORDS)] as const,
    ['ArchiveReason', Object.entries(ARCHIVE_REASON_WORDS)] as const,
    ['Refusal', refusals] as const,
  ]
  return kinds.flatMap(([of, codes]) => codes.map(([code, { id, en }]) => ({ of, code, indonesian: id, english: en })))
}

const ENGLISH = new Map<string, string>(Object.entries(REFUSALS))

function english(code: string): string {
  return ENGLISH.get(code) ?? code
}
