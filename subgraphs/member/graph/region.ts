import { Refusal } from '@lawang/schema/errors'
import { isRegionCode, tierOf } from '@lawang/schema/region'
import type { GraphBuilder } from './builder.ts'
import { federation, shareable } from './federation/directives.ts'

/** Region, and Query.regions: reference data, alike at every member. */
export function region(builder: GraphBuilder): void {
  builder.objectType('Region', {
    description:
      "A place of the country's administration, or a government: 00 national, 64 province, 64.08 regency or city, 64.08.04 district, 64.08.04.2003 village.",
    extensions: federation({ key: 'code', routed: 'code' }),
    fields: (t) => ({
      code: t.exposeID('code', { extensions: shareable }),
      name: t.string({
        extensions: shareable,
        resolve: ({ code }, _args, { services }) => services.reference.region(code)?.name ?? code,
      }),
      tier: t.field({ type: 'Tier', extensions: shareable, resolve: ({ code }) => tierOf(code) }),
    }),
  })

  builder.queryField('regions', (t) =>
    t.field({
      type: ['Region'],
      nullable: true,
      extensions: shareable,
      description: 'The regions directly under parent; without it, the provinces.',
      args: { parent: t.arg.id() },
      resolve: (_root, { parent }, { services: { reference } }) => {
        if (parent == null) return reference.regionsUnder()
        if (!isRegionCode(parent) || !reference.region(parent)) throw new Refusal('UNKNOWN_LOCATION')
        return reference.regionsUnder(parent)
      },
    }),
  )
}
