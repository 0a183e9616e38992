import { LAW } from '@lawang/schema/exchange/law'
import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, handedToProvince, refusal, standingOf, wayOf } from './behaviour.ts'

/** Past a candidate's turn by any clock. */
const TURN = LAW.candidateTimeout.NORMAL * (1 + 3 * LAW.drift)

export const TURNS: readonly Behaviour[] = [
  {
    law: 'a request climbs to the superior when its candidate is silent for a turn; the giver offers all the while',
    async show(stage) {
      await stage.settle()
      stage.pass(2 * LAW.contactWindow)
      await stage.exchange('regency')
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '72')
      await stage.exchange('regency', 'national')
      expect(await standingOf(stage, owner)).toMatchObject({ state: 'OFFERING' })
      stage.pass(TURN)
      await stage.lookAround()
      expect(await stage.register(owner.complaint)).toMatchObject({ holder: '64.08', request: { position: 1 } })
      await stage.exchange('national', 'regency', 'national')
      await expectOneHolder(stage, owner.complaint, '00')
    },
  },
  {
    law: 'when nobody is heard whose turn it is, the giver holds again',
    async show(stage) {
      await stage.settle()
      stage.pass(2 * LAW.contactWindow)
      await stage.exchange('regency')
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '72')
      await stage.exchange('regency')
      for (const _ of ['72', '00']) {
        stage.pass(TURN)
        await stage.lookAround()
      }
      await stage.exchange('regency')
      expect(await standingOf(stage, owner)).toEqual({ state: 'HOLDING', epoch: 1 })
      expect((await wayOf(stage, owner)).at(-1)).toBe('RESUMED')
      expect(await refusal(stage.act(owner, 'EXTENDED'))).toBeUndefined()
    },
  },
  {
    law: 'a superior that hands back what it was given decides: who is bound by it cannot hand on',
    async show(stage) {
      const { complaint, door, holder } = await handedToProvince(stage)
      await stage.handOver(holder, '64.08')
      await stage.settle()
      await expectOneHolder(stage, complaint, '64.08')
      expect((await stage.register(complaint))?.granted).toMatchObject({ why: 'DECISION' })
      const { epoch } = await standingOf(stage, door)
      await stage.handOver(door, '00')
      await stage.settle()
      await expectOneHolder(stage, complaint, '64.08')
      expect(await standingOf(stage, door)).toEqual({ state: 'HOLDING', epoch })
      expect((await wayOf(stage, door)).at(-1)).toBe('RESUMED')
    },
  },
  {
    law: 'what comes back to an equal who had it goes to the superior of both',
    async show(stage) {
      await stage.settle()
      const complaint = await stage.file('64.08')
      const [door, city] = [
        { complaint, government: '64.08' },
        { complaint, government: '64.71' },
      ]
      await stage.handOver(door, '64.71')
      await stage.settle()
      await expectOneHolder(stage, complaint, '64.71')
      await stage.handOver(city, '64.08')
      await stage.settle()
      await expectOneHolder(stage, complaint, '64')
    },
  },
]
