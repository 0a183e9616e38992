import { LAW, leaseWait } from '@lawang/schema/exchange/law'
import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, handedToProvince, refusal, rowOf, standingOf } from './behaviour.ts'

/** By any clock past the lease, and past what the hub waits for one. */
const PAST_LEASE = LAW.lease.URGENT * (1 + 2 * LAW.drift)
const PAST_WAIT = leaseWait(LAW, 'URGENT') * (1 + 3 * LAW.drift)
const URGENT = { leaseClass: 'URGENT' } as const

export const LEASES: readonly Behaviour[] = [
  {
    law: 'what came by a grant is acted on while the lease runs, and again when the hub has been heard',
    async show(stage) {
      const { holder } = await handedToProvince(stage, URGENT)
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
      stage.pass(PAST_LEASE)
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBe('CUSTODY_SUSPENDED')
      expect(await refusal(stage.handOver(holder, '00'))).toBe('CUSTODY_SUSPENDED')
      expect(await refusal(stage.note(holder))).toBeUndefined()
      await stage.exchange('provincial')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'the classes of leases end by themselves: an urgent complaint is suspended while another is acted on',
    async show(stage) {
      const urgent = await handedToProvince(stage, URGENT)
      const normal = await handedToProvince(stage)
      stage.pass(PAST_LEASE)
      expect(await refusal(stage.act(urgent.holder, 'EXTENDED'))).toBe('CUSTODY_SUSPENDED')
      expect(await refusal(stage.act(normal.holder, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'a lease survives a process, and not a machine: a reboot voids it',
    async show(stage) {
      const { holder } = await handedToProvince(stage)
      const backup = await stage.backup('provincial')
      expect(backup.member).toBe('provincial')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
      await stage.reboot('provincial')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBe('CUSTODY_SUSPENDED')
      await stage.exchange('provincial')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'a silent holder keeps it until its lease has surely ended; then a superior has it, and the holder learns it',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage, URGENT)
      stage.pass(LAW.lease.URGENT)
      await stage.exchange('national', 'regency')
      await stage.lookAround()
      expect(await stage.register(complaint)).toMatchObject({ holder: '64' })
      stage.pass(PAST_WAIT - LAW.lease.URGENT)
      await stage.exchange('national', 'regency')
      await stage.lookAround()
      await stage.exchange('national', 'regency')
      expect(await stage.register(complaint)).toMatchObject({ holder: '00', granted: { why: 'SEIZURE' } })
      expect(await standingOf(stage, holder)).toMatchObject({ state: 'HOLDING' })
      await stage.settle()
      await expectOneHolder(stage, complaint, '00')
    },
  },
  {
    law: 'what a former holder wrote before it knew is kept in the annex, for the new one to read',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage, URGENT)
      await stage.act(holder, 'EXTENDED')
      stage.pass(PAST_WAIT)
      await stage.exchange('national', 'regency')
      await stage.lookAround()
      await stage.exchange('national')
      await stage.settle()
      await expectOneHolder(stage, complaint, '00')
      const { chain, annex } = await rowOf(stage, { complaint, government: '00' })
      expect(chain.map(({ type }) => type)).not.toContain('EXTENDED')
      expect(annex.map(({ type, by }) => [type, by])).toEqual([['EXTENDED', '64']])
      expect((await rowOf(stage, holder)).annex.map(({ type }) => type)).toEqual(['EXTENDED'])
    },
  },
  {
    law: 'what is closed is not seized, and neither is what its own door holds at epoch 1',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage, URGENT)
      await stage.act(holder, 'CLOSED')
      const atDoor = await stage.file('64', URGENT)
      await stage.settle()
      stage.pass(10 * PAST_WAIT)
      await stage.exchange('national', 'regency')
      await stage.lookAround()
      for (const id of [complaint, atDoor]) expect(await stage.register(id)).toMatchObject({ holder: '64' })
    },
  },
  {
    law: 'what is closed is seized when its reporter has done something since, and the new holder carries that out',
    async show(stage) {
      const { complaint, door, holder } = await handedToProvince(stage, URGENT)
      await stage.act(holder, 'CLOSED')
      await stage.settle()
      stage.pass(PAST_WAIT)
      await stage.reopen(door)
      await stage.exchange('national', 'regency')
      await stage.lookAround()
      await stage.exchange('national', 'regency')
      const nation = { complaint, government: '00' }
      const { standing, chain, annex } = await rowOf(stage, nation)
      expect(standing.state).toBe('HOLDING')
      expect(chain.slice(-2).map(({ type, by }) => [type, by])).toEqual([
        ['HANDED_OVER', '00'],
        ['REOPENED', '00'],
      ])
      expect(chain.at(-1)?.data.carriesOut).toBe(annex[0]?.id)
      await stage.settle()
      await expectOneHolder(stage, complaint, '00')
    },
  },
  {
    law: 'a holder that is heard again in time keeps what it has',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage, URGENT)
      for (const _ of [1, 2, 3]) {
        stage.pass(PAST_LEASE / 2)
        await stage.settle()
      }
      await expectOneHolder(stage, complaint, '64')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
    },
  },
]
