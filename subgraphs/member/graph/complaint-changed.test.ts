import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { listen } from './testing/ask.ts'
import { fakeComplaint, fakeEvent, fakeId } from './testing/fake-records.ts'
import { FAKE_SECRET, fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
const open = fakeComplaint(reference)
const hidden = fakeComplaint(reference, { id: fakeId('complaint', '64.08', 2), confidential: true })
const services = fakeServices(reference, {
  governments: ['64.08'],
  complaints: [open, hidden],
  events: [
    fakeEvent(open),
    fakeEvent(hidden, { reason: 'Alasan', cursor: 'cursor 2' }),
    fakeEvent(open, { sequence: 2, type: 'VERIFIED', status: 'VERIFIED', reason: 'Lengkap', cursor: 'cursor 3' }),
  ],
})

const EVENTS = `subscription ($id: ID, $region: ID, $agency: ID, $category: ID, $afterSequence: Int, $secret: String) {
  complaintChanged(id: $id, region: $region, agency: $agency, category: $category, afterSequence: $afterSequence, secret: $secret) {
    type reason complaint { title status handledBy { name } }
  }
}`

describe('a subscriber', () => {
  const read = async (variables: Record<string, unknown>) =>
    (await listen(services, EVENTS, { variables })).map(({ data }) => data?.complaintChanged)
  const handledBy = { name: open.handledBy.name }
  const filed = { type: 'FILED', reason: null, complaint: { title: open.title, status: 'FILED', handledBy } }
  const verified = {
    type: 'VERIFIED',
    reason: 'Lengkap',
    complaint: { title: open.title, status: 'VERIFIED', handledBy },
  }
  const filedHidden = { type: 'FILED', reason: null, complaint: { title: null, status: 'FILED', handledBy } }

  test('of a region hears of what is not confidential, with the status at each event', async () => {
    expect(await read({ region: '64.08' })).toEqual([filed, verified])
  })

  test('of a confidential complaint hears of its steps, without title and reasons', async () => {
    expect(await read({ id: hidden.id })).toEqual([filedHidden])
    expect(await read({ id: hidden.id, secret: 'a guess' })).toEqual([filedHidden])
  })

  test('who shows the secret reads title and reasons too', async () => {
    const whole = { ...filedHidden, reason: 'Alasan', complaint: { ...filedHidden.complaint, title: hidden.title } }
    expect(await read({ id: hidden.id, secret: FAKE_SECRET })).toEqual([whole])
  })
})

describe('a subscription is refused before its first event', () => {
  const codeOf = async (variables: Record<string, unknown>) =>
    (await listen(services, EVENTS, { variables })).map(({ errors }) => errors?.[0]?.extensions?.code)

  test('for a complaint that was filed at another door than those of this server', async () => {
    expect(await codeOf({ id: fakeId('complaint', '64.09') })).toEqual(['UNKNOWN_JURISDICTION'])
  })

  test('for ids of another form or kind, places and categories that there are not', async () => {
    expect(await codeOf({ id: 'nonsense' })).toEqual(['BAD_USER_INPUT'])
    expect(await codeOf({ id: fakeId('case', '64.08') })).toEqual(['WRONG_ID_KIND'])
    expect(await codeOf({ agency: open.id })).toEqual(['WRONG_ID_KIND'])
    expect(await codeOf({ region: '99' })).toEqual(['UNKNOWN_JURISDICTION'])
    expect(await codeOf({ category: 'nothing' })).toEqual(['UNKNOWN_CATEGORY'])
  })

  test('for a sequence without the complaint that it counts the steps of', async () => {
    expect(await codeOf({ afterSequence: 1 })).toEqual(['BAD_USER_INPUT'])
  })
})
