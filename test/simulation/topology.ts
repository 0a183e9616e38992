import { type GovernmentCode, NATION } from '@lawang/schema/region'

export interface SimulatedParty {
  readonly name: string
  readonly governments: readonly GovernmentCode[]
}

/** Provinces in the order in which a growing network gets them. */
const PROVINCES = ['64', '13', '72', '33', '51', '12', '35', '61', '71', '91']

/**
 * A network of `members` servers: the national one, some provincial ones, and regencies under them. One server hosts
 * two regencies, and governments exist that no server hosts.
 */
export function topology(members: number): readonly SimulatedParty[] {
  const provinces = PROVINCES.slice(0, Math.max(1, Math.min(PROVINCES.length, Math.floor((members - 1) / 3))))
  const parties: SimulatedParty[] = [{ name: 'national', governments: [NATION] }]
  for (const code of provinces.slice(0, members - 1)) parties.push({ name: `province-${code}`, governments: [code] })
  for (let i = 0; parties.length < members; i++) {
    const province = provinces[i % provinces.length]
    const number = String(1 + Math.floor(i / provinces.length)).padStart(2, '0')
    const city = String(71 + Math.floor(i / provinces.length)).padStart(2, '0')
    const second = i === 1 ? [`${province}.${city}`] : []
    parties.push({ name: `regency-${province}.${number}`, governments: [`${province}.${number}`, ...second] })
  }
  return parties
}

/** Governments that somebody may name as a receiver, those without a server among them. */
export function receivers(parties: readonly SimulatedParty[]): readonly GovernmentCode[] {
  const hosted = parties.flatMap((party) => party.governments)
  return [...hosted, `${PROVINCES[0]}.99`, '94.01']
}

/** A server for each government: the nation, every province, and every regency and city under them. */
export function everyGovernment(
  provinces: readonly GovernmentCode[],
  regencies: readonly GovernmentCode[],
): readonly SimulatedParty[] {
  const own = (tier: string) => (code: GovernmentCode) => ({ name: `${tier}-${code}`, governments: [code] })
  return [
    { name: 'national', governments: [NATION] },
    ...provinces.map(own('province')),
    ...regencies.map(own('regency')),
  ]
}
