import type { GraphBuilder } from './builder.ts'
import { shareable } from './federation/directives.ts'
import type { PageInfoSource } from './sources.ts'

/** PageInfo of every connection. */
export function pageInfo(builder: GraphBuilder): void {
  builder.objectType('PageInfo', {
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', { extensions: shareable }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', { extensions: shareable }),
      startCursor: t.exposeString('startCursor', { nullable: true, extensions: shareable }),
      endCursor: t.exposeString('endCursor', { nullable: true, extensions: shareable }),
    }),
  })
}

/** The page info of rows that were read forwards: `after` says whether there is anything before them. */
export function pageInfoOf(
  page: { readonly rows: readonly { readonly cursor: string }[]; readonly hasNextPage: boolean },
  after: string | null | undefined,
): PageInfoSource {
  return {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: after != null,
    startCursor: page.rows[0]?.cursor,
    endCursor: page.rows.at(-1)?.cursor,
  }
}
