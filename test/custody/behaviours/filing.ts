import { expect } from 'vitest'
import { type Behaviour, expectOneHolder, refusal, rowOf, standingOf, wayOf } from './behaviour.ts'

export const FILING: readonly Behaviour[] = [
  {
    law: 'what is filed is held by its door at epoch 1, and is in the register when the log is read',
    async show(stage) {
      const complaint = await stage.file('64.08')
      expect(await standingOf(stage, { complaint, government: '64.08' })).toEqual({ state: 'HOLDING', epoch: 1 })
      expect(await stage.register(complaint)).toBeUndefined()
      await stage.exchange('regency')
      await expectOneHolder(stage, complaint, '64.08')
    },
  },
  {
    law: 'the same key is the same complaint, filed once, wherever it has gone meanwhile',
    async show(stage) {
      await stage.settle()
      const complaint = await stage.file('64.08', { key: 'same' })
      const door = { complaint, government: '64.08' }
      await stage.handOver(door, '64')
      await stage.settle()
      expect(await stage.file('64.08', { key: 'same' })).toBe(complaint)
      await stage.settle()
      await expectOneHolder(stage, complaint, '64')
      expect(await wayOf(stage, door)).toEqual(['FILED', 'HANDOVER_REQUESTED', 'HANDED_OVER'])
    },
  },
  {
    law: 'a door acts at epoch 1 without a lease, though it has never heard the hub',
    async show(stage) {
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      expect(await refusal(stage.act(owner, 'EXTENDED'))).toBeUndefined()
      stage.pass(10 * 365 * 86_400_000)
      expect(await refusal(stage.act(owner, 'CLOSED'))).toBeUndefined()
      await stage.exchange('regency')
      expect((await stage.register(owner.complaint))?.chain.map(({ type }) => type)).toEqual([
        'FILED',
        'EXTENDED',
        'CLOSED',
      ])
    },
  },
  {
    law: 'what is closed takes no act but to be reopened; a rating leaves it closed',
    async show(stage) {
      const owner = { complaint: await stage.file('64.08'), government: '64.08' }
      await stage.act(owner, 'CLOSED')
      expect(await refusal(stage.act(owner, 'EXTENDED'))).toBe('CASE_CLOSED')
      expect(await refusal(stage.handOver(owner, '64'))).toBe('CASE_CLOSED')
      await stage.act(owner, 'RATED')
      expect(await standingOf(stage, owner)).toEqual({ state: 'CLOSED', epoch: 1 })
      await stage.act(owner, 'REOPENED')
      expect(await standingOf(stage, owner)).toEqual({ state: 'HOLDING', epoch: 1 })
    },
  },
  {
    law: 'who never had a complaint cannot do anything about it',
    async show(stage) {
      const complaint = await stage.file('64.08')
      expect(await stage.custody({ complaint, government: '64' })).toBeUndefined()
      await stage.settle()
      expect(await stage.custody({ complaint, government: '64' })).toBeUndefined()
      expect((await rowOf(stage, { complaint, government: '64.08' })).annex).toEqual([])
    },
  },
]
