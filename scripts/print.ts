import { writeFileSync } from 'node:fs'
import { serviceText } from '@lawang/member/contracts'
import { buildMemberSchema } from '@lawang/member/graph/build-schema'
import type { MemberTier } from '@lawang/member/tier'
import { UNOPENED_NATIONAL } from '@lawang/national/unopened-tier'
import { UNOPENED_PROVINCIAL } from '@lawang/provincial/unopened-tier'
import { REGENCY } from '@lawang/regency/tier'
import { lexicographicSortSchema, printSchema } from 'graphql'

/** Prints each tier's schema into its room, where it is committed so that reviews see what a change does to it. */
const tiers: Readonly<Record<string, MemberTier>> = {
  national: UNOPENED_NATIONAL,
  provincial: UNOPENED_PROVINCIAL,
  regency: REGENCY,
}

for (const [room, { tier, modules }] of Object.entries(tiers)) {
  const schema = buildMemberSchema(modules, serviceText(tier))
  const text = printSchema(lexicographicSortSchema(schema))
  writeFileSync(new URL(`../subgraphs/${room}/schema.graphql`, import.meta.url), `${text}\n`)
}
