import type { CategorySuggestion } from '../domain/category-suggestions.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'

/** Query.categorySuggestions: what a text is about, asked of the door before it is filed there. */
export function categorySuggestions(builder: GraphBuilder): void {
  const suggestion = builder.objectRef<CategorySuggestion>('CategorySuggestion').implement({
    description:
      'score: 0 to 1, of all suggestions together at most 1. because: the words of the text that speak for it.',
    fields: (t) => ({
      category: t.field({
        type: 'Category',
        resolve: ({ category }, _args, { services }) => {
          const known = services.reference.category(category)
          if (!known) throw new Error(`${category} was suggested and is no category`)
          return known
        },
      }),
      score: t.exposeFloat('score'),
      because: t.exposeStringList('because'),
    }),
  })
  const input = builder.inputType('CategorySuggestionsInput', {
    fields: (t) => ({
      door: t.id({ required: true }),
      title: t.string({ required: true }),
      body: t.string({ required: true }),
      location: t.id(),
    }),
  })
  builder.queryField('categorySuggestions', (t) =>
    t.field({
      type: [suggestion],
      nullable: true,
      description:
        'What a text is most likely about, by word lists and by what was verified at the door; at most five, the likeliest first. Nothing is stored.',
      extensions: routed('input.door'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: (_root, { input: { door, title, body, location } }, { services }) => {
        readHostedGovernment(door, services)
        return services.suggestCategories({ title, body, ...(location != null && { location }) })
      },
    }),
  )
}
