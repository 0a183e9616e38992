import { loadReference } from '@lawang/member/reference/load'
import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf, dataOf, file, read, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

const { calendar } = loadReference()
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

  it.each(['64.08', '64', '00'])(
    'at the door %s, and each kind is the same wherever it is then handled',
    async (door) => {
      for (const kind of KINDS) {
        const { id } = await file(reporter, { ...STREET_LIGHTS, door, kind, idempotencyKey: crypto.randomUUID() })
        await expect
          .poll(async () => (await read(reporter, id)).handledBy?.region.code, { timeout: 20_000 })
          .toBe('64.08')
        const caseId = (await read(reporter, id)).case?.id ?? ''
        const { case: known } = dataOf(await kominfo.client.ask<Clocks>({ query: CLOCKS, variables: { id: caseId } }))
        expect(known.complaint).toEqual({ kind, door: { code: door } })
      }
    },
  )

  it('the PPID may take seven working days more, once and with a reason, and no longer', async () => {
    const { id } = await file(reporter, {
      ...STREET_LIGHTS,
      kind: 'INFORMATION_REQUEST',
      idempotencyKey: crypto.randomUUID(),
    })
    const caseId = (await read(reporter, id)).case?.id ?? ''
    await kominfo.act('VerifyCase', { case: caseId, category: STREET_LIGHTS.category })
    await kominfo.act('StartCase', { case: caseId })
    const settle = async () => {
      const { case: known } = dataOf(await kominfo.client.ask<Clocks>({ query: CLOCKS, variables: { id: caseId } }))
      return known.deadlines.find(({ purpose }) => purpose === 'SETTLE')?.at ?? ''
    }
    // The last working day within the deadline, at Kutai Timur (UTC+8): deadlines are ends of days.
    const lastDay = new Date(Date.parse(await settle()) - 1 + 8 * 3_600_000).toISOString().slice(0, 10)
    const extend = (until: string) => {
      const query = 'mutation ($input: ExtendCaseInput!) { extendCase(input: $input) { id } }'
      const input = { case: caseId, until, reason: 'Dokumen ada di arsip daerah.' }
      return kominfo.client.ask({ query, variables: { input } })
    }
    const most = calendar.addWorkingDays(lastDay, 7) ?? ''
    expect(codesOf(await extend(calendar.addWorkingDays(lastDay, 8) ?? ''))).toEqual([expect.any(String)])
    dataOf(await extend(most))
    expect(await settle()).toBe(`${most}T16:00:00.000Z`)
  })
})
