import { type Filed, file } from './filing.ts'
import type { HubClient, Step } from './hub-client.ts'
import type { Officers } from './officers.ts'
import { stepLine } from './print.ts'

type Say = (line: string) => void

/**
 * Kalimantan Timur's path: filed at the centre, handed to the province, by it to the regency, assigned to the
 * agency, answered and closed. The reporter at the national door sees every hop in order.
 */
export async function centreToAgency(client: HubClient, officers: Officers, say: Say): Promise<readonly Filed[]> {
  say('Filed at the centre → province → regency → agency; the answer comes back to the centre:')
  const complaint = await file(client, {
    door: '00',
    title: 'Jembatan kayu di Sangatta Utara lapuk',
    body: 'Papan jembatan sudah lapuk dan berbahaya bagi anak sekolah.',
    location: '64.08.04',
    channel: 'WEB',
    idempotencyKey: 'demo-centre-to-agency',
  })
  const hops: readonly { readonly after: (step: Step) => boolean; readonly act: () => Promise<void> }[] = [
    {
      after: (step) => step.type === 'FILED',
      act: () => officers.handOver(complaint.id, '00', 'Diteruskan ke provinsi tempat kejadian.', '64'),
    },
    {
      after: (step) => step.type === 'HANDED_OVER' && step.to?.code === '64',
      act: () => officers.handOver(complaint.id, '64', 'Jembatan jalan kabupaten.', '64.08'),
    },
    {
      after: (step) => step.type === 'HANDED_OVER' && step.to?.code === '64.08',
      act: async () => {
        await officers.verify(complaint.id, '64.08', 'public-works.bridges')
        await officers.settle(complaint.id, '64.08', 'Dinas PU', 'Jembatan telah diperbaiki.')
      },
    },
  ]
  const alreadyDone = await isClosed(client, complaint)
  const acts: Promise<void>[] = []
  const onStep = (step: Step) => {
    say(stepLine(complaint.id.slice(0, 9), step))
    const hop = alreadyDone ? undefined : hops.find(({ after }) => after(step))
    if (hop) acts.push(hop.act())
  }
  const journey = client.follow(complaint.id, complaint.secret, onStep, (step) => step.type === 'CLOSED')
  await Promise.race([journey, firstFailure(journey, acts)])
  await Promise.all(acts)
  return [complaint]
}

/** Rejects as soon as one of the officers' acts fails, so that a refusal ends the demo instead of leaving it waiting. */
async function firstFailure(journey: Promise<void>, acts: readonly Promise<void>[]): Promise<void> {
  let ended = false
  void journey.finally(() => {
    ended = true
  })
  for (let seen = 0; !ended; ) {
    if (seen < acts.length) await acts[seen++]
    else await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function isClosed(client: HubClient, complaint: Filed): Promise<boolean> {
  const data = await client.ask<{ complaint: { status: string } }>(
    'query Now($id: ID!) { complaint(id: $id) { status } }',
    { id: complaint.id },
  )
  return data.complaint.status === 'CLOSED'
}

const STREET_LIGHTS = {
  title: 'Lampu jalan padam di Sangatta Utara',
  body: 'Sudah dua minggu lampu jalan kabupaten padam, rawan kecelakaan.',
  category: 'transport.street-lighting',
  location: '64.08.04',
  details: [{ key: 'roadStatus', value: 'REGENCY' }],
}

/** Kutai Timur's "no wrong door": the same complaint at four doors reaches the same government. */
export async function fourDoors(client: HubClient, say: Say): Promise<readonly Filed[]> {
  say('The same complaint at a kiosk, the regency, the province and the centre:')
  const doors = [
    { name: 'kiosk', door: '64.08', channel: 'KIOSK' },
    { name: 'regency', door: '64.08', channel: 'WEB' },
    { name: 'province', door: '64', channel: 'WEB' },
    { name: 'centre', door: '00', channel: 'MOBILE' },
  ]
  const filed: Filed[] = []
  for (const { name, door, channel } of doors) {
    const complaint = await file(client, { ...STREET_LIGHTS, door, channel, idempotencyKey: `demo-four-doors-${name}` })
    filed.push(complaint)
    await client.follow(
      complaint.id,
      complaint.secret,
      (step) => say(stepLine(name, step)),
      (step) => step.type === (door === '64.08' ? 'FILED' : 'HANDED_OVER'),
    )
  }
  return filed
}
