import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { anybody, official } from './officials.ts'

const ACCOUNT = 'kim-sangatta'
const REGISTER = 'mutation ($input: RegisterKioskInput!) { registerKiosk(input: $input) { id place { name } } }'
const KIOSKS = 'query ($region: ID!) { kiosks(region: $region) { id name filed } }'
const PERSONAL = `query ($complaint: ID!, $secret: String!) {
  personalData(complaint: $complaint, secret: $secret) { reporter { name } consentAt consentBy }
}`
const COMPLAINT = `query ($id: ID!) {
  complaint(id: $id) { channel receivedAt via { name } statusText(language: ID, maxLength: 160) }
}`

interface Filed {
  readonly idempotencyKey: string
  readonly refusal: { readonly code: string } | null
  readonly complaint: {
    readonly id: string
    readonly receivedAt: string
    readonly receipt: { readonly secret: string }
  } | null
}

describe('D12: a kiosk files for people without a telephone', () => {
  const { gateway, dataFolder } = inject('network')
  const day = new Date(Date.now() - 3 * 24 * 3_600_000).toISOString().slice(0, 10)
  const sitting = Array.from({ length: 50 }, (_, n) => ({
    ...STREET_LIGHTS,
    ...{
      title: `Lampu padam di gang ${n + 1}`,
      channel: 'KIOSK',
      anonymous: false,
      idempotencyKey: `gerai-${day}-${n}`,
    },
    ...{ receivedAt: day, reporter: { name: `Pelapor ${n + 1}` } },
    onBehalf: { consentAt: day, consentBy: 'Formulir bertanda tangan, disaksikan petugas gerai' },
  }))
  const asked = (complaints: readonly unknown[]) => ({
    query: operation('FileComplaints'),
    variables: { input: { door: '64.08', complaints } },
  })
  /** As a kiosk does it: everything, until the door has had the time for each. */
  const sendAll = async (): Promise<readonly Filed[]> => {
    for (;;) {
      const { data } = await kiosk.ask<{ fileComplaints: readonly Filed[] | null }>(asked(sitting))
      const answers = data?.fileComplaints
      if (answers?.every(({ refusal }) => refusal?.code !== 'RATE_LIMITED')) return answers
    }
  }
  let kiosk: Client
  let token: string
  let filed: readonly Filed[]

  beforeAll(async () => {
    const kominfo = await official({ role: 'coordinator', region: '64.08' })
    const input = { region: '64.08', name: 'Gerai KIM Sangatta', place: '64.08.04', account: ACCOUNT }
    const answer = await kominfo.client.ask<{ registerKiosk: unknown }>({ query: REGISTER, variables: { input } })
    expect(dataOf(answer).registerKiosk).toMatchObject({ place: { name: 'Sangatta Utara' } })
    token = await tokenFor(dataFolder, { role: 'kiosk', region: '64.08' }, ACCOUNT)
    kiosk = fetchClient.connect(gateway, token)
  })

  it('fifty of one sitting without a network are fifty complaints, though the line broke while they were sent', async () => {
    const broken = new AbortController()
    const sending = fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(asked(sitting)),
      signal: broken.signal,
    })
    // The line breaks when some are at the door and the kiosk has not been told of any.
    const filedSoFar = async () =>
      dataOf(
        await kiosk.ask<{ kiosks: readonly { name: string; filed: number }[] }>({
          query: KIOSKS,
          variables: { region: '64.08' },
        }),
      ).kiosks.find(({ name }) => name === 'Gerai KIM Sangatta')?.filed ?? 0
    await expect.poll(filedSoFar, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    broken.abort()
    await sending.catch(() => undefined)

    filed = await sendAll()
    expect(filed.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      sitting.map(({ idempotencyKey }) => idempotencyKey),
    )
    expect(filed.filter(({ refusal }) => refusal !== null)).toEqual([])
    expect(new Set(filed.map(({ complaint }) => complaint?.id)).size).toBe(50)
    expect(await sendAll()).toEqual(filed)
    expect(await filedSoFar()).toBe(50)
  })

  it('each says when the kiosk received it, which kiosk it was, and fits its status into one text message', async () => {
    const id = filed[0]?.complaint?.id ?? ''
    const answer = await anybody().ask<{ complaint: { statusText: string } }>({ query: COMPLAINT, variables: { id } })
    const { complaint } = dataOf(answer)
    expect(complaint).toMatchObject({ channel: 'KIOSK', receivedAt: day, via: { name: 'Gerai KIM Sangatta' } })
    expect(complaint.statusText.length).toBeLessThanOrEqual(160)
    expect(complaint.statusText).toContain(id)
    expect(complaint.statusText).not.toContain('Pelapor')
  })

  it("the consent is kept with the reporter's identity, for whoever shows the secret of the slip", async () => {
    const [, second] = filed
    const { id, receipt } = second?.complaint ?? { id: '', receipt: { secret: '' } }
    const answer = await anybody().ask<{ personalData: unknown }>({
      query: PERSONAL,
      variables: { complaint: id, secret: receipt.secret },
    })
    expect(dataOf(answer).personalData).toEqual({
      reporter: { name: 'Pelapor 2' },
      consentAt: day,
      consentBy: 'Formulir bertanda tangan, disaksikan petugas gerai',
    })
  })

  it('without consent nobody is reported for', async () => {
    const { onBehalf: _, ...bare } = { ...sitting[0], idempotencyKey: crypto.randomUUID() }
    const answer = await kiosk.ask<{ fileComplaints: readonly Filed[] }>(asked([bare]))
    expect(dataOf(answer).fileComplaints.map(({ refusal }) => refusal?.code)).toEqual(['CONSENT_REQUIRED'])
  })
})
