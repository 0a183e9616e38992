import type { GraphBuilder } from './builder.ts'
import { federation, shareable } from './federation/directives.ts'

/** Category with its details, the input of a detail, and Query.categories: reference data, alike at every member. */
export function category(builder: GraphBuilder): void {
  builder.objectType('Category', {
    extensions: federation({ key: 'code' }),
    fields: (t) => ({
      code: t.exposeID('code', { extensions: shareable }),
      name: t.exposeString('name', { extensions: shareable }),
      affair: t.exposeString('affair', {
        extensions: shareable,
        description: 'The letter of the annex of UU 23/2014 (A-Z, AA-FF), or absolut, umum, vertikal, penunjang.',
      }),
      parent: t.field({
        type: 'Category',
        nullable: true,
        extensions: shareable,
        resolve: ({ parent }, _args, { services }) => (parent ? services.reference.category(parent) : null),
      }),
      details: t.expose('details', {
        type: ['CategoryDetail'],
        extensions: shareable,
        description: 'The facts that competence over this category depends on: what a front end should ask for.',
      }),
    }),
  })

  builder.objectType('CategoryDetail', {
    description: 'values is empty where the key is open (matter in a category that lists none).',
    fields: (t) => ({
      key: t.exposeString('key', { extensions: shareable }),
      values: t.exposeStringList('values', { extensions: shareable }),
    }),
  })

  builder.inputType('DetailInput', {
    description: 'One fact that competence depends on, as key and value: roadStatus REGENCY.',
    fields: (t) => ({
      key: t.string({ required: true }),
      value: t.string({ required: true }),
    }),
  })

  builder.queryField('categories', (t) =>
    t.field({
      type: ['Category'],
      nullable: true,
      extensions: shareable,
      resolve: (_root, _args, { services }) => services.reference.categories,
    }),
  )
}
