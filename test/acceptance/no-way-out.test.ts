import { beforeAll, describe, expect, it } from 'vitest'
import { file, read, readWhen, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

describe('"not ours" without naming anybody', () => {
  const reporter = anybody()
  let kominfo: Official
  let nation: Official
  let complaint: string

  const caseNow = async (): Promise<string> => (await read(reporter, complaint)).case?.id ?? expect.fail('no case')

  beforeAll(async () => {
    kominfo = await official({ role: 'coordinator', region: '64.08' })
    nation = await official({ role: 'coordinator', region: '00' })
    const { title, body, location, channel, kind } = STREET_LIGHTS
    const filed = { title, body, location, channel, kind, anonymous: true, idempotencyKey: crypto.randomUUID() }
    complaint = (await file(reporter, { ...filed, door: '64.08' })).id
  })

  it('is no reason to archive, in whatever words', async () => {
    for (const reason of ['NOT_OURS', 'BUKAN_KEWENANGAN', 'RETURNED', '']) {
      const input = { case: await caseNow(), reason, explanation: 'Bukan urusan kami.' }
      expect(await kominfo.refusals('ArchiveCase', input)).toEqual(['INVALID_ARCHIVE_REASON'])
    }
  })

  it('is no handover to oneself, to nobody that exists, or without a reason', async () => {
    const input = { case: await caseNow(), reason: 'Bukan urusan kami.' }
    expect(await kominfo.refusals('HandOverCase', { ...input, to: '64.08' })).toEqual(['INVALID_HANDOVER_TARGET'])
    expect(await kominfo.refusals('HandOverCase', { ...input, to: '99.99' })).toEqual(['INVALID_HANDOVER_TARGET'])
    expect(await kominfo.refusals('HandOverCase', { ...input, to: '64.08.04' })).toEqual(['INVALID_HANDOVER_TARGET'])
    expect(await kominfo.refusals('HandOverCase', { ...input, to: '64', reason: '' })).toEqual(['EMPTY_REASON'])
  })

  it('leaves the complaint with whoever has it', async () => {
    const { journey, handledBy } = await read(reporter, complaint)
    expect(journey.map(({ type }) => type)).toEqual(['FILED'])
    expect(handledBy?.region.code).toBe('64.08')
  })

  it('goes to the tier above where no rule says whose it is, and there it ends', async () => {
    for (const [holder, above] of [
      [kominfo, '64'],
      [await official({ role: 'coordinator', region: '64' }), '00'],
    ] as const) {
      await holder.act('HandOverCase', { case: await caseNow(), reason: 'Bukan urusan kami.' })
      await expect
        .poll(async () => (await read(reporter, complaint)).handledBy?.region.code, { timeout: 20_000 })
        .toBe(above)
    }
    const { journey } = await readWhen(reporter, complaint, 'HANDED_OVER')
    expect(journey.map(({ to }) => to?.code)).toEqual([undefined, '64', '00'])
    const input = { case: await caseNow(), reason: 'Bukan urusan kami.' }
    expect(await nation.refusals('HandOverCase', input)).toEqual(['INVALID_HANDOVER_TARGET'])
  })
})
