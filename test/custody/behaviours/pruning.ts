import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, handedToProvince, standingOf } from './behaviour.ts'

const MOMENTS = 10_000

export const PRUNING: readonly Behaviour[] = [
  {
    law: 'what both have read is pruned, and what comes after it is read on',
    async show(stage) {
      const first = await handedToProvince(stage)
      // A member may note seconds later how far the hub has read.
      stage.pass(MOMENTS)
      await stage.settle()
      await stage.prune()
      for (const name of ['provincial', 'regency'] as const) {
        expect(await stage.rowsKept(name)).toEqual({ log: 0, mail: 0 })
      }
      const second = await handedToProvince(stage)
      for (const { complaint } of [first, second]) await expectOneHolder(stage, complaint, '64')
    },
  },
  {
    law: 'what somebody has not read stays, however old it is',
    async show(stage) {
      await stage.settle()
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '64')
      await stage.exchange('regency')
      const unread = (await stage.rowsKept('provincial')).mail
      const written = await stage.file('64.08')
      await stage.prune()
      expect(unread).toBeGreaterThan(0)
      expect((await stage.rowsKept('provincial')).mail).toBeGreaterThanOrEqual(1)
      expect((await stage.rowsKept('regency')).log).toBe(1)
      await stage.settle()
      await expectOneHolder(stage, owner.complaint, '64')
      await expectOneHolder(stage, written, '64.08')
    },
  },
  {
    law: 'a member that is restored to before what was pruned begins with what there is, and lacks nothing',
    async show(stage) {
      await stage.settle()
      const backup = await stage.backup('provincial')
      const { complaint, holder } = await handedToProvince(stage)
      await stage.settle()
      await stage.prune()
      expect((await stage.rowsKept('provincial')).mail).toBe(0)
      const { incarnation } = await stage.member('provincial')
      await stage.restore(backup)
      await stage.settle()
      expect(await stage.member('provincial')).toMatchObject({ quarantined: false, incarnation: incarnation + 1 })
      await expectOneHolder(stage, complaint, '64')
      expect(await standingOf(stage, holder)).toMatchObject({ state: 'HOLDING' })
    },
  },
  {
    law: 'a hub that is restored to before what was pruned begins with the reports, and lacks nothing',
    async show(stage) {
      await stage.settle()
      const backup = await stage.backup('national')
      const { complaint } = await handedToProvince(stage)
      const kept = await stage.file('64.71')
      await stage.settle()
      await stage.prune()
      expect((await stage.rowsKept('regency')).log).toBe(0)
      await stage.restore(backup)
      await stage.settle()
      await expectOneHolder(stage, complaint, '64')
      await expectOneHolder(stage, kept, '64.71')
    },
  },
]
