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
  const known = await stepsSoFar(client, complaint)
  for await (const step of client.follow(complaint.id, complaint.secret)) {
    say(stepLine(complaint.id.slice(0, 9), step))
    if (step.type === 'CLOSED') break
    if (step.sequence >= known) await actAfter(step, complaint, officers)
  }
  return [complaint]
}

/** What the officers do when they see this step: each government hands on what is not its own, the last settles it. */
async function actAfter(step: Step, complaint: Filed, officers: Officers): Promise<void> {
  if (step.type === 'FILED') {
    await officers.handOver(complaint.id, '00', 'Diteruskan ke provinsi tempat kejadian.', '64')
  } else if (step.type === 'HANDED_OVER' && step.to?.code === '64') {
    await officers.handOver(complaint.id, '64', 'Jembatan jalan kabupaten.', '64.08')
  } else if (step.type === 'HANDED_OVER') {
    await officers.verify(complaint.id, '64.08', 'public-works.bridges')
    await officers.settle(complaint.id, '64.08', 'Dinas PUPR', 'Jembatan telah diperbaiki.')
  }
}

/** How long the journey is already: an earlier run of the demo may have taken its steps. */
async function stepsSoFar(client: HubClient, complaint: Filed): Promise<number> {
  const data = await client.ask<{ complaint: { journey: readonly unknown[] } }>(
    'query Journey($id: ID!) { complaint(id: $id) { journey { sequence } } }',
    { id: complaint.id },
  )
  return data.complaint.journey.length
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
    for await (const step of client.follow(complaint.id, complaint.secret)) {
      say(stepLine(name, step))
      if (step.type === (door === '64.08' ? 'FILED' : 'HANDED_OVER')) break
    }
  }
  return filed
}
