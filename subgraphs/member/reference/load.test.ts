import { parseId } from '@lawang/schema/id'
import { governmentOf } from '@lawang/schema/region'
import { describe, expect, test } from 'vitest'
import { loadReference } from './load.ts'
import { agencyRows, categoryRows, regionRows, ruleRows } from './rows.ts'

const reference = loadReference()
const regions = [...regionRows(reference)]

const agencyOf = (government: string, kind: string) =>
  reference.agenciesOf(government).find((agency) => agency.kind === kind)

describe('regions', () => {
  test.each([
    ['NATIONAL', 1],
    ['PROVINCIAL', 38],
    ['REGENCY', 514],
    ['DISTRICT', 7_285],
    ['VILLAGE', 83_762],
  ])('of tier %s there are %i', (tier, count) => {
    expect(regions.filter((region) => region.tier === tier)).toHaveLength(count)
  })

  test('every region is found by its code and lies in one that is known', () => {
    const lost = regions.filter(
      ({ code, name, parent }) =>
        reference.region(code)?.name !== name || (parent !== null && reference.region(parent) === undefined),
    )
    expect(lost).toEqual([])
  })

  test('under a region stand the next tier only, under nothing the provinces', () => {
    expect(reference.regionsUnder()).toHaveLength(38)
    expect(reference.regionsUnder('00')).toEqual(reference.regionsUnder())
    expect(reference.regionsUnder('64').map(({ tier }) => tier)).toEqual(Array(10).fill('REGENCY'))
    expect(reference.regionsUnder('64.08')).toHaveLength(18)
    expect(reference.regionsUnder('64.08.04').map(({ name }) => name)).toContain('Sangatta Utara')
    expect(reference.regionsUnder('64.08.04.2001')).toEqual([])
  })

  test.each(['', '0', '99', '64.99', '64.08.99', '64.08.04.9999', '6408', '64.08.04.2001.1'])(
    'there is no region %j',
    (code) => {
      expect(reference.region(code)).toBeUndefined()
      expect(reference.regionsUnder(code === '' ? '-' : code)).toEqual([])
    },
  )

  test('names with commas and quotes are read whole', () => {
    expect(reference.region('12.07.28.1007')?.name).toBe('Lubuk Pakam I,II')
    expect(reference.region('35.29.22')?.name).toBe('Ra"as')
  })
})

describe('agencies', () => {
  test('every government of the country has a coordinator, and lists it first', () => {
    const governments = regions.map(({ code }) => code).filter((code) => governmentOf(code) === code)
    expect(governments).toHaveLength(1 + 38 + 508)
    for (const government of governments) {
      const agencies = reference.agenciesOf(government)
      expect(agencies.map(({ coordinator }) => coordinator).lastIndexOf(true), government).toBe(0)
    }
  })

  test('ids are valid, unlike, of their government, and lead back to the agency', () => {
    for (const government of ['00', '31', '64', '64.08', '72.71']) {
      const agencies = reference.agenciesOf(government)
      expect(new Set(agencies.map(({ id }) => id)).size).toBe(agencies.length)
      for (const agency of agencies) {
        expect(parseId(agency.id)).toMatchObject({ form: 'valid', kind: 'agency', government })
        expect(reference.agency(agency.id)).toBe(agency)
      }
    }
  })

  test('ids stay the same from one release to the next', () => {
    expect(agencyOf('64.08', 'diskominfo')?.id).toBe('6408-2FHNQNG9FWP23ADWK')
    expect(agencyOf('00', 'kemenpanrb')?.id).toBe('00-N4X0HXTV4RE512RZZ')
  })

  test('names say the region as its tier does', () => {
    expect(agencyOf('64.08', 'diskominfo')).toMatchObject({
      name: 'Dinas Komunikasi dan Informatika Kabupaten Kutai Timur',
      shortName: 'Diskominfo',
    })
    expect(agencyOf('64', 'dinkes')?.name).toBe('Dinas Kesehatan Provinsi Kalimantan Timur')
    expect(agencyOf('64', 'bkd')?.shortName).toBe('BKD')
    expect(agencyOf('64.08', 'bkd')?.shortName).toBe('BKPSDM')
    expect(agencyOf('00', 'pln')).toMatchObject({ name: 'PT PLN (Persero)', shortName: 'PLN', region: '00' })
  })

  test('a regency has one office per district and per urban ward, and none per village', () => {
    const kindsThere = reference.agenciesOf('64.08').map(({ kind }) => kind)
    expect(kindsThere.filter((kind) => kind === 'kecamatan')).toHaveLength(18)
    expect(kindsThere).not.toContain('pemerintah-desa')
    const wards = reference.agenciesOf('64.08').filter(({ kind }) => kind === 'kelurahan')
    expect(wards.map(({ name, region }) => [name, region])).toContainEqual(['Kelurahan Teluk Lingga', '64.08.04.1010'])
    expect(wards.every(({ region }) => /\.1\d{3}$/.test(region))).toBe(true)
  })

  test("Jakarta's province has the agencies of both regional tiers, its cities have none", () => {
    for (const kind of ['dinas-esdm', 'pdam', 'damkar', 'kecamatan', 'kelurahan']) {
      expect(agencyOf('31', kind), kind).toBeDefined()
    }
    expect(reference.agenciesOf('31.71')).toEqual([])
  })

  test.each(['64.08.04', '99', '31.01', ''])('%j is no government and has no agencies', (code) => {
    expect(reference.agenciesOf(code)).toEqual([])
  })

  test.each(['', 'x', '6408-0000000000000000C', '9999-2FHNQNG9FWP23ADWK'])('there is no agency %j', (id) => {
    expect(reference.agency(id)).toBeUndefined()
  })
})

describe('categories', () => {
  test('say what to ask, in the order of the rules', () => {
    expect(reference.category('public-works.roads')).toMatchObject({
      name: 'Infrastruktur jalan',
      parent: 'public-works',
      details: [
        {
          key: 'roadStatus',
          values: ['TOLL', 'NATIONAL', 'PROVINCIAL', 'REGENCY', 'VILLAGE', 'ESTATE', 'FOREST'],
        },
      ],
    })
  })

  test('a yes-or-no question can be answered with no', () => {
    const details = reference.category('public-works.water-supply')?.details
    expect(details?.find(({ key }) => key === 'spansRegencies')?.values).toEqual(['true', 'false'])
  })
})

describe('rows for a database', () => {
  test('hold every category and rule in order, with the version', () => {
    expect([...categoryRows(reference)].map(({ position }) => position)).toEqual(reference.categories.map((_, i) => i))
    const rules = [...ruleRows(reference)]
    expect(rules).toHaveLength(475)
    expect(new Set(rules.map(({ version }) => version))).toEqual(new Set(['2026-11']))
  })

  test('hold the agencies of the governments that are asked for', () => {
    const governments = new Set([...agencyRows(reference, ['64', '64.08'])].map(({ government }) => government))
    expect(governments).toEqual(new Set(['64', '64.08']))
  })
})

test('the version names the day and the content', () => {
  expect(reference.version).toMatch(/^2026-11-21-[0-9a-f]{8}$/)
  expect(loadReference().version).toBe(reference.version)
})
