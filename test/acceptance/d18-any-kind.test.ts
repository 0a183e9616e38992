import { beforeAll, describe, expect, it } from 'vitest'
import { dataOf, file, read, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

const KINDS = ['COMPLAINT', 'ASPIRATION', 'INFORMATION_REQUEST'] as const
const CLOCKS = `query ($id: ID!) { case(id: $id) {
  deadlines { purpose ruleSet citation at } complaint { kind door { code } }
} }`

interface Clocks {
  readonly case: {
    readonly deadlines: readonly { readonly purpose: string; readonly citation: string; readonly at: string }[]
    readonly complaint: { readonly kind: string; readonly door: { readonly code: string } }
  }
}

describe('D18: from anywhere, any kind', () => {
  const reporter = anybody()
  let kominfo: Official

  beforeAll(async () => {
    kominfo = await official({ role: 'coordinator', region: '64.08' })
  })

  const settleOf = async (kind: (typeof KINDS)[number]) => {
    const { id } = await file(reporter, { ...STREET_LIGHTS, kind })
    const caseId = (await read(reporter, id)).case?.id ?? ''
    await kominfo.act('VerifyCase', { case: caseId, category: STREET_LIGHTS.category })
    const { case: known } = dataOf(await kominfo.client.ask<Clocks>({ query: CLOCKS, variables: { id: caseId } }))
    expect(known.complaint).toEqual({ kind, door: { code: '64.08' } })
    return known.deadlines.find(({ purpose }) => purpose === 'SETTLE')
  }

  it('complaint, aspiration and request for information are taken in at the same door, each on its own clock', async () => {
    const [complaint, aspiration, request] = await Promise.all(KINDS.map(settleOf))
    const order = [aspiration, request, complaint].map((clock) => clock?.at ?? '')
    expect(order).toEqual(order.toSorted())
    expect(new Set(order).size).toBe(3)
  })

  it("a request for information has the PPID's clock, by the law on public information", async () => {
    const settle = await settleOf('INFORMATION_REQUEST')
    expect(settle?.citation).toContain('UU 14/2008')
  })
})
