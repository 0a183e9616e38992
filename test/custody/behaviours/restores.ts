import { LAW } from '@lawang/schema/exchange/law'
import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, handedToProvince, refusal, rowOf, standingOf } from './behaviour.ts'

export const RESTORES: readonly Behaviour[] = [
  {
    law: 'a restored member takes in and does not act, until the hub has told it what it holds',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage)
      const { incarnation } = await stage.member('provincial')
      const backup = await stage.backup('provincial')
      await stage.settle()
      await stage.act(holder, 'EXTENDED')
      await stage.settle()
      await stage.restore(backup)
      expect(await stage.member('provincial')).toMatchObject({ incarnation: incarnation + 1, quarantined: true })
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBe('CUSTODY_SUSPENDED')
      const taken = { complaint: await stage.file('64'), government: '64' }
      expect(await refusal(stage.act(taken, 'EXTENDED'))).toBe('CUSTODY_SUSPENDED')
      await stage.settle()
      expect(await stage.member('provincial')).toMatchObject({ quarantined: false })
      await expectOneHolder(stage, complaint, '64')
      expect((await rowOf(stage, holder)).chain.map(({ type }) => type)).toContain('EXTENDED')
      for (const owner of [holder, taken]) expect(await refusal(stage.act(owner, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'what left the house is not lost with its disk: the hub gives a restored door what it had filed',
    async show(stage) {
      await stage.settle()
      const backup = await stage.backup('regency')
      await stage.settle()
      const kept = await stage.file('64.08')
      const { complaint, door } = await handedToProvince(stage)
      await stage.restore(backup)
      expect(await stage.custody(door)).toBeUndefined()
      await stage.settle()
      await expectOneHolder(stage, kept, '64.08')
      await expectOneHolder(stage, complaint, '64')
      expect(await rowOf(stage, door)).toMatchObject({ standing: { state: 'RELEASED', to: '64' }, door: '64.08' })
      expect((await rowOf(stage, door)).dossier).toEqual((await stage.register(complaint))?.dossier)
    },
  },
  {
    law: 'an act that had not left the house is gone with its disk, and nothing else is',
    async show(stage) {
      const { holder } = await handedToProvince(stage)
      const backup = await stage.backup('provincial')
      await stage.settle()
      await stage.act(holder, 'EXTENDED')
      await stage.settle()
      await stage.act(holder, 'CLOSED')
      await stage.restore(backup)
      await stage.settle()
      const { chain } = await rowOf(stage, holder)
      expect(chain.map(({ type }) => type)).toContain('EXTENDED')
      expect(await standingOf(stage, holder)).toMatchObject({ state: 'HOLDING' })
    },
  },
  {
    law: 'what was closed stays closed when it is granted anew',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage)
      const backup = await stage.backup('provincial')
      await stage.settle()
      await stage.act(holder, 'CLOSED')
      await stage.settle()
      const before = await standingOf(stage, holder)
      await stage.restore(backup)
      await stage.settle()
      const after = await standingOf(stage, holder)
      expect(after.state).toBe('CLOSED')
      expect(after.epoch).toBeGreaterThan(before.epoch)
      await expectOneHolder(stage, complaint, '64')
    },
  },
  {
    law: 'a door in quarantine that takes a retry in again learns who has had it all the time',
    async show(stage) {
      await stage.settle()
      const backup = await stage.backup('regency')
      const { complaint, door } = await handedToProvince(stage, { key: 'again' })
      await stage.restore(backup)
      expect(await stage.file('64.08', { key: 'again' })).toBe(complaint)
      expect(await standingOf(stage, door)).toMatchObject({ state: 'HOLDING', epoch: 1 })
      await stage.settle()
      await expectOneHolder(stage, complaint, '64')
    },
  },
  {
    law: 'a restored hub decides and renews nothing until all have said what they hold; then the holder has it anew',
    async show(stage) {
      await stage.settle()
      const backup = await stage.backup('national')
      stage.pass(1000)
      const { complaint, holder } = await handedToProvince(stage)
      await stage.restore(backup)
      expect(await stage.isHubRecovering()).toBe(true)
      await stage.exchange('provincial', 'regency')
      await stage.lookAround()
      expect(await stage.register(complaint)).toMatchObject({ standing: { phase: 'UNSETTLED' } })
      await stage.settle()
      expect(await stage.isHubRecovering()).toBe(false)
      await expectOneHolder(stage, complaint, '64')
      expect((await standingOf(stage, holder)).epoch).toBeGreaterThan(1_000_000)
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'an open request does not survive a restore of the hub: the giver holds again',
    async show(stage) {
      await stage.settle()
      stage.pass(2 * LAW.contactWindow)
      await stage.exchange('regency')
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '72')
      await stage.exchange('regency')
      expect(await stage.register(owner.complaint)).toMatchObject({ request: { to: '72' } })
      const backup = await stage.backup('national')
      await stage.exchange('national')
      stage.pass(1)
      await stage.exchange('regency')
      await stage.restore(backup)
      await stage.settle()
      await expectOneHolder(stage, owner.complaint, '64.08')
      expect(await standingOf(stage, owner)).toMatchObject({ state: 'HOLDING' })
      expect((await stage.register(owner.complaint))?.request).toBeUndefined()
    },
  },
  {
    law: 'a process that ends and begins is no restore, of a member or of the hub',
    async show(stage) {
      const { complaint, holder } = await handedToProvince(stage)
      const { incarnation } = await stage.member('provincial')
      await stage.reboot('provincial')
      await stage.restartHub()
      await stage.settle()
      expect(await stage.member('provincial')).toMatchObject({ incarnation, quarantined: false })
      expect(await stage.isHubRecovering()).toBe(false)
      await expectOneHolder(stage, complaint, '64')
      expect(await refusal(stage.act(holder, 'EXTENDED'))).toBeUndefined()
    },
  },
]
