import { findPersonal, type PersonalSpan, REPLACEMENTS } from '../domain/redaction.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { reporterWithoutNulls } from './reporter-input.ts'

interface Suggestion extends PersonalSpan {
  readonly field: 'TITLE' | 'BODY'
}

/** Query.redactionSuggestions: what in a text tells who somebody is, asked of the door before it is filed there. */
export function redactionSuggestions(builder: GraphBuilder): void {
  const field = builder.enumType('FiledText', { values: ['TITLE', 'BODY'] as const })
  const kind = builder.enumType('PersonalKind', {
    values: ['NAME', 'PHONE', 'EMAIL', 'NATIONAL_ID', 'ADDRESS'] as const,
  })
  const suggestion = builder.objectRef<Suggestion>('RedactionSuggestion').implement({
    description:
      'A passage that tells who somebody is. start and end count UTF-16 units, as JavaScript does; the passage itself is not repeated.',
    fields: (t) => ({
      field: t.field({ type: field, resolve: (source) => source.field }),
      kind: t.field({ type: kind, resolve: (source) => source.kind }),
      start: t.exposeInt('start'),
      end: t.exposeInt('end'),
      replacement: t.string({ resolve: (source) => REPLACEMENTS[source.kind] }),
    }),
  })
  const input = builder.inputType('RedactionSuggestionsInput', {
    fields: (t) => ({
      door: t.id({ required: true }),
      title: t.string({ required: true }),
      body: t.string({ required: true }),
      reporter: t.field({ type: 'ReporterInput' }),
    }),
  })
  builder.queryField('redactionSuggestions', (t) =>
    t.field({
      type: [suggestion],
      nullable: true,
      description: 'What fileComplaint blanks with redact: true, to be shown before it is filed. Nothing is stored.',
      extensions: routed('input.door'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: (_root, { input: sent }, { services }): readonly Suggestion[] => {
        readHostedGovernment(sent.door, services)
        const known = sent.reporter ? reporterWithoutNulls(sent.reporter) : {}
        const inField = (name: Suggestion['field'], text: string) =>
          findPersonal(text.slice(0, MOST_CHARACTERS), known).map((span) => ({ ...span, field: name }))
        return [...inField('TITLE', sent.title), ...inField('BODY', sent.body)]
      },
    }),
  )
}

/** More is refused when it is filed. */
const MOST_CHARACTERS = 40_000
