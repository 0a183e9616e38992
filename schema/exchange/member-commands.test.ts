import { expect, test } from 'vitest'
import { LAW } from './law.ts'
import { NO_LEASE, type Now } from './lease.ts'
import type { MemberCommand, MemberState } from './member-state.ts'
import { memberStep } from './member-step.ts'
import type { Dossier, EventData } from './messages.ts'

const COMPLAINT = '6408-7ZK3M0Q9T2XV4B1CF'
const NOW: Now = { boot: 'boot', clock: 0, at: '2026-03-17T02:00:00.000Z' }
const DATA: EventData = { status: 'FILED', handledBy: { id: 'agency', name: 'Agency', shortName: 'Agency' } }
const DOSSIER: Dossier = {
  kind: 'COMPLAINT',
  title: 'Title',
  body: 'Body',
  channel: 'WEB',
  details: [],
  anonymous: false,
  confidential: false,
  filedAt: NOW.at,
  contentHash: 'a'.repeat(64),
}
const EMPTY: MemberState = {
  law: LAW,
  member: {
    name: 'member',
    incarnation: 1,
    quarantined: false,
    hubIncarnation: 1,
    mailCursor: { incarnation: 1, n: 0 },
  },
  mark: NO_LEASE,
  rows: [],
}

type Without<T> = T extends unknown ? Omit<T, 'complaint' | 'government'> : never

/** What is left after these commands, one after the other, about one complaint. */
function after(...commands: readonly Without<MemberCommand>[]): MemberState {
  let ids = 0
  return commands.reduce<MemberState>((state, command) => {
    const input = { ...command, complaint: COMPLAINT, government: '64.08' } as MemberCommand
    return memberStep(state, input, NOW, () => `event-${++ids}`).state
  }, EMPTY)
}

const file = {
  type: 'File',
  leaseClass: 'NORMAL',
  dossier: DOSSIER,
  secretHash: 'b'.repeat(64),
  data: DATA,
} as const
const wish = { type: 'RequestHandover', to: '64', reason: 'Reason', inContact: false, data: DATA } as const
const act = (event: 'VERIFIED' | 'ARCHIVED') => ({ type: 'Act', event, data: DATA }) as const

test('a handover that waits for contact goes on waiting while the holder acts', () => {
  expect(after(file, wish, act('VERIFIED')).rows[0]?.standing).toEqual({
    state: 'HOLDING',
    epoch: 1,
    wish: { to: '64', reason: 'Reason' },
  })
})

test('a handover that waits for contact ends with the complaint', () => {
  expect(after(file, wish, act('ARCHIVED')).rows[0]?.standing).toEqual({ state: 'CLOSED', epoch: 1 })
})
