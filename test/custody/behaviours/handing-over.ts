import { LAW } from '@lawang/schema/exchange/law'
import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, handedToProvince, refusal, rowOf, standingOf, wayOf } from './behaviour.ts'

export const HANDING_OVER: readonly Behaviour[] = [
  {
    law: 'the hub moves custody to a receiver in contact: a new epoch for it, RELEASED for the giver, one chain for all',
    async show(stage) {
      const { complaint, door, holder } = await handedToProvince(stage)
      await expectOneHolder(stage, complaint, '64')
      const { epoch } = await standingOf(stage, holder)
      expect(epoch).toBeGreaterThan(1)
      expect(await standingOf(stage, door)).toEqual({ state: 'RELEASED', epoch: 1, newEpoch: epoch, to: '64' })
      const chains = [await rowOf(stage, door), await rowOf(stage, holder), await stage.register(complaint)]
      const [first, ...others] = chains.map((row) => row?.chain.map(({ hash }) => hash))
      for (const other of others) expect(other).toEqual(first)
    },
  },
  {
    law: 'who is offering does not act: somebody may be granted it at any moment',
    async show(stage) {
      await stage.settle()
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '64')
      expect(await standingOf(stage, owner)).toMatchObject({ state: 'OFFERING', epoch: 1 })
      for (const event of ['EXTENDED', 'CLOSED'] as const) {
        expect(await refusal(stage.act(owner, event))).toBe('HANDOVER_PENDING')
      }
      expect(await refusal(stage.handOver(owner, '00'))).toBe('HANDOVER_PENDING')
    },
  },
  {
    law: 'who has released it cannot act, and writes beside the chain alone',
    async show(stage) {
      const { door, holder } = await handedToProvince(stage)
      expect(await refusal(stage.act(door, 'EXTENDED'))).toBe('NOT_HOLDER')
      expect(await refusal(stage.handOver(door, '00'))).toBe('NOT_HOLDER')
      const before = await wayOf(stage, holder)
      await stage.note(door)
      await stage.settle()
      expect(await wayOf(stage, holder)).toEqual(before)
      for (const owner of [door, holder]) {
        expect((await rowOf(stage, owner)).annex.map(({ by }) => by)).toEqual(['64.08'])
      }
    },
  },
  {
    law: "the door's copy follows whatever the holder does",
    async show(stage) {
      const { complaint, door, holder } = await handedToProvince(stage)
      await stage.act(holder, 'EXTENDED')
      await stage.handOver(holder, '00')
      await stage.settle()
      const nation = { complaint, government: '00' }
      await stage.act(nation, 'CLOSED')
      await stage.settle()
      expect(await wayOf(stage, door)).toEqual(await wayOf(stage, nation))
      expect(await standingOf(stage, door)).toMatchObject({ state: 'RELEASED', to: '00' })
    },
  },
  {
    law: 'a handover out of contact is a wish: its holder acts on, and it becomes a request when contact is back',
    async show(stage) {
      await stage.settle()
      stage.pass(2 * LAW.contactWindow)
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '64')
      expect(await standingOf(stage, owner)).toMatchObject({ state: 'HOLDING', wish: { to: '64' } })
      expect(await refusal(stage.act(owner, 'EXTENDED'))).toBeUndefined()
      await stage.settle()
      await expectOneHolder(stage, owner.complaint, '64')
    },
  },
  {
    law: 'a wish is dropped by its withdrawal at once; a request only by the answer of the hub',
    async show(stage) {
      await stage.settle()
      stage.pass(2 * LAW.contactWindow)
      await stage.exchange('regency')
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '64')
      await stage.exchange('regency')
      await stage.withdraw(owner)
      expect(await standingOf(stage, owner)).toMatchObject({ state: 'OFFERING' })
      await stage.exchange('regency')
      expect(await standingOf(stage, owner)).toEqual({ state: 'HOLDING', epoch: 1 })
      expect((await wayOf(stage, owner)).at(-1)).toBe('RESUMED')

      stage.pass(2 * LAW.contactWindow)
      await stage.handOver(owner, '64')
      await stage.withdraw(owner)
      expect(await standingOf(stage, owner)).toEqual({ state: 'HOLDING', epoch: 1 })
    },
  },
  {
    law: 'a withdrawal that comes when custody has moved says nothing',
    async show(stage) {
      await stage.settle()
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '64')
      await stage.withdraw(owner)
      // Both are read together: the request is open, and then withdrawn, before anybody is granted it.
      await stage.settle()
      const { holder } = (await stage.register(owner.complaint)) ?? expect.fail('it is registered')
      await expectOneHolder(stage, owner.complaint, holder)

      const taken = await handedToProvince(stage)
      expect(await refusal(stage.withdraw(taken.door))).toBe('NOT_HOLDER')
      await expectOneHolder(stage, taken.complaint, '64')
    },
  },
  {
    law: 'nobody hands over to itself, and there is no way out that names nobody',
    async show(stage) {
      await stage.settle()
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      expect(await refusal(stage.handOver(owner, '64.08'))).toBe('INVALID_HANDOVER_TARGET')
      expect(await standingOf(stage, owner)).toEqual({ state: 'HOLDING', epoch: 1 })
    },
  },
  {
    law: 'what is handed to a government without a server goes to its nearest superior that has one',
    async show(stage) {
      await stage.settle()
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.handOver(owner, '13.05')
      await stage.settle()
      await expectOneHolder(stage, owner.complaint, '13')
    },
  },
]
