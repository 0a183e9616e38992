import type { Agency, Reference } from '../domain/model.ts'

/**
 * Reference data with the coordinators of the governments whose secretariat was moved by decree: `secretariatOf` says
 * which agency coordinates now. Where it moved, that agency stands first.
 */
export function withSecretariats(
  reference: Reference,
  secretariatOf: (government: string) => string | undefined,
): Reference {
  const coordinated = (agency: Agency): Agency => {
    const coordinator = secretariatOf(agency.government) === agency.id
    return coordinator === agency.coordinator ? agency : { ...agency, coordinator }
  }
  return {
    ...reference,
    regionsUnder: (parent) => reference.regionsUnder(parent),
    agenciesOf: (government) => coordinatorFirst(reference.agenciesOf(government), secretariatOf(government)),
    agency(id) {
      const agency = reference.agency(id)
      return agency && coordinated(agency)
    },
  }
}

/** The agencies of one government with the one that coordinates first, and marked as the only one that does. */
export function coordinatorFirst(agencies: readonly Agency[], coordinator: string | undefined): readonly Agency[] {
  if (coordinator === undefined || agencies[0]?.id === coordinator) return agencies
  const first = agencies.find(({ id }) => id === coordinator)
  if (!first) return agencies
  const others = agencies.filter(({ id }) => id !== coordinator)
  return [{ ...first, coordinator: true }, ...others.map((agency) => ({ ...agency, coordinator: false }))]
}
