import { isRegionCode } from '@lawang/schema/region'
import type { Entity } from './federation/entities.ts'
import { keyOf } from './federation/representation.ts'
import { findAgency, findCase, findComplaint } from './load.ts'

/** Places and categories come from memory; what a government owns is loaded in one query per type. */
const region: Entity<'Region'> = {
  name: 'Region',
  resolveMany: (representations, { services }) =>
    representations.map(async (representation) => {
      const code = keyOf(representation, 'code')
      return isRegionCode(code) && services.reference.region(code) ? { code } : null
    }),
}

const category: Entity<'Category'> = {
  name: 'Category',
  resolveMany: (representations, { services }) =>
    representations.map(async (representation) => services.reference.category(keyOf(representation, 'code')) ?? null),
}

const complaint: Entity<'Complaint'> = {
  name: 'Complaint',
  resolveMany: (representations, context) =>
    representations.map(async (representation) => findComplaint(keyOf(representation, 'id'), context)),
}

const caseEntity: Entity<'Case'> = {
  name: 'Case',
  resolveMany: (representations, context) =>
    representations.map(async (representation) => findCase(keyOf(representation, 'id'), context)),
}

const agency: Entity<'Agency'> = {
  name: 'Agency',
  resolveMany: (representations, context) =>
    representations.map(async (representation) => findAgency(keyOf(representation, 'id'), context)),
}

/** The entities that every member resolves. */
export const MEMBER_ENTITIES: readonly Entity[] = [region, category, complaint, caseEntity, agency]
