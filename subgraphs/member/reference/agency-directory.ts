import { sha256 } from '@lawang/schema/digest'
import { makeId, parseId } from '@lawang/schema/id'
import { type GovernmentCode, governmentOf, NATION, tierOf } from '@lawang/schema/region'
import type { Agency, Region } from '../domain/model.ts'
import { JAKARTA } from '../domain/place.ts'
import type { AgencyKind, NationalBody } from './agency-kinds.ts'
import type { RegionTable } from './region-table.ts'

/** Who coordinates complaints: the ministry of administrative reform, and every region's communication service. */
const NATIONAL_COORDINATOR = 'kemenpanrb'
const REGIONAL_COORDINATOR = 'diskominfo'

/** Where an agency of one kind stands: the government itself, or each of its districts or urban wards. */
interface Seat {
  readonly region: Region
  /** The region's name as it stands in the agency's name. */
  readonly label: string
}

interface GovernmentAgencies {
  readonly list: readonly Agency[]
  readonly byId: ReadonlyMap<string, Agency>
}

const NO_AGENCIES: GovernmentAgencies = { list: [], byId: new Map() }

/**
 * The agencies of every government of the country, derived from kinds and national bodies: the same everywhere,
 * with the same ids. A government's agencies are made when first asked for, then kept.
 */
export class AgencyDirectory {
  readonly #kinds: readonly AgencyKind[]
  readonly #bodies: readonly NationalBody[]
  readonly #regions: RegionTable
  readonly #kept = new Map<GovernmentCode, GovernmentAgencies>()

  constructor(kinds: readonly AgencyKind[], bodies: readonly NationalBody[], regions: RegionTable) {
    this.#kinds = kinds
    this.#bodies = bodies
    this.#regions = regions
  }

  /** Coordinator first; empty for what is no government. */
  ofGovernment(government: GovernmentCode): readonly Agency[] {
    return this.#agenciesOf(government).list
  }

  /** The agency of an id in its canonical spelling; undefined for any other text. */
  agency(id: string): Agency | undefined {
    const parsed = parseId(id)
    return parsed.form === 'valid' ? this.#agenciesOf(parsed.government).byId.get(parsed.id) : undefined
  }

  #agenciesOf(government: GovernmentCode): GovernmentAgencies {
    const kept = this.#kept.get(government)
    if (kept) return kept
    const region = this.#regions.region(government)
    if (!region || governmentOf(government) !== government) return NO_AGENCIES
    const agencies = government === NATION ? this.#national(region) : this.#regional(region)
    const list = agencies.toSorted((a, b) => Number(b.coordinator) - Number(a.coordinator))
    const made = { list, byId: new Map(list.map((agency) => [agency.id, agency])) }
    this.#kept.set(government, made)
    return made
  }

  #national(nation: Region): readonly Agency[] {
    return this.#bodies.map((body) => ({
      id: agencyId(NATION, body.slug, NATION),
      name: body.name,
      shortName: body.shortName,
      government: NATION,
      kind: body.slug,
      affairs: body.affairs,
      region: nation.code,
      coordinator: body.slug === NATIONAL_COORDINATOR,
    }))
  }

  #regional(government: Region): readonly Agency[] {
    return this.#kinds.flatMap((kind) => {
      const name = patternFor(kind.name, government)
      const shortName = patternFor(kind.shortName, government)
      if (name === undefined || shortName === undefined) return []
      return this.#seatsOf(kind, government).map(({ region, label }) => ({
        id: agencyId(government.code, kind.slug, region.code),
        name: name.replace('{region}', label),
        shortName: shortName.replace('{region}', label),
        government: government.code,
        kind: kind.slug,
        affairs: kind.affairs,
        region: region.code,
        coordinator: kind.slug === REGIONAL_COORDINATOR,
      }))
    })
  }

  #seatsOf(kind: AgencyKind, government: Region): readonly Seat[] {
    const regencies = government.tier === 'PROVINCIAL' ? this.#regions.under(government.code) : [government]
    const seat = (region: Region): Seat => ({ region, label: region.name })
    switch (kind.slug) {
      case 'kecamatan':
        return regencies.flatMap((regency) => this.#regions.under(regency.code)).map(seat)
      case 'kelurahan':
        return this.#regions.villagesUnder(government.code).filter(isUrbanWard).map(seat)
      default:
        return [seat(government)]
    }
  }
}

/** The pattern of the government's tier. Jakarta has the kinds of both: those of regencies under their own pattern. */
function patternFor(patterns: AgencyKind['name'], government: Region): string | undefined {
  const tier = tierOf(government.code) === 'PROVINCIAL' ? 'PROVINCIAL' : 'REGENCY'
  return patterns[tier] ?? (government.code === JAKARTA ? patterns.REGENCY : undefined)
}

/** In village codes, a last part that begins with 1 is an urban ward (kelurahan): it has an office, no government. */
function isUrbanWard(village: Region): boolean {
  return village.code.split('.')[3]?.startsWith('1') ?? false
}

/** Derived, not drawn: every member names an agency alike without having asked anybody. */
function agencyId(government: GovernmentCode, kind: string, place: string): string {
  return makeId('agency', government, (attempt) => sha256(`${government}|${kind}|${place}|${attempt}`))
}
