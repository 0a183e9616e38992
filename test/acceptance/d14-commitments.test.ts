import { loadReference } from '@lawang/member/reference/load'
import { describe, expect, it } from 'vitest'
import { codesOf, dataOf } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

interface Register {
  readonly signed: number
  readonly expected: number
  readonly province: { readonly signedOn: string | null }
}

const FIELDS = 'signed expected province { signedOn }'
const REGISTER = `mutation ($input: RegisterCommitmentInput!) { registerCommitment(input: $input) { ${FIELDS} } }`
const REGENCIES = loadReference()
  .regionsUnder('13')
  .map(({ code }) => code)

const signature = (government: string) => ({
  ...{ province: '13', government, signedOn: '2023-01-12' },
  document: 'Komitmen bersama SP4N-LAPOR! Sumatera Barat',
  position: 'Kepala Dinas Komunikasi dan Informatika',
})

async function commitments(): Promise<Register> {
  const answer = await anybody().ask<{ commitments: Register }>({
    query: `{ commitments(region: "13") { ${FIELDS} } }`,
  })
  return dataOf(answer).commitments
}

describe('D14: the commitments of Sumatera Barat', () => {
  it('are 19 of 19 once every regency and city has signed, and the province for itself', async () => {
    expect(REGENCIES).toHaveLength(19)
    const { client } = await official({ role: 'coordinator', region: '13' })
    for (const government of ['13', ...REGENCIES]) {
      dataOf(await client.ask({ query: REGISTER, variables: { input: signature(government) } }))
    }
    expect(await commitments()).toEqual({ signed: 19, expected: 19, province: { signedOn: '2023-01-12' } })
  })

  it('are registered by the province alone, and for its own governments', async () => {
    const ask = async (region: string, government: string) => {
      const { client } = await official({ role: 'coordinator', region })
      return codesOf(await client.ask({ query: REGISTER, variables: { input: signature(government) } }))
    }
    expect(await ask('13.03', '13.03')).toEqual(['FORBIDDEN'])
    expect(await ask('64', '13.03')).toEqual(['FORBIDDEN'])
    expect(await ask('13', '64.08')).toEqual(['UNKNOWN_JURISDICTION'])
    expect(codesOf(await anybody().ask({ query: REGISTER, variables: { input: signature('13.03') } }))).toEqual([
      'UNAUTHENTICATED',
    ])
  })
})
