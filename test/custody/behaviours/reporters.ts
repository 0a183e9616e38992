import { expect } from 'vitest'
import type { Owner, Stage } from '../stage.ts'
import { type Behaviour, handedToProvince, rowOf } from './behaviour.ts'

async function repliesOf(stage: Stage, owner: Owner): Promise<readonly (string | undefined)[]> {
  const { chain } = await rowOf(stage, owner)
  return chain.flatMap(({ type, data }) => (type === 'REPLIED' ? [data.carriesOut] : []))
}

export const REPORTERS: readonly Behaviour[] = [
  {
    law: "a reporter's act at the door is carried out by whoever holds it, once",
    async show(stage) {
      const { door, holder } = await handedToProvince(stage)
      await stage.reply(door)
      const [note] = (await rowOf(stage, door)).annex
      expect(note).toMatchObject({ type: 'REPORTER_ACT', by: '64.08' })
      await stage.settle()
      await stage.settle()
      expect(await repliesOf(stage, holder)).toEqual([note?.id])
      expect(await repliesOf(stage, door)).toEqual([note?.id])
    },
  },
  {
    law: "a reporter's act waits while custody moves, and the new holder carries it out",
    async show(stage) {
      const { complaint, door, holder } = await handedToProvince(stage)
      await stage.handOver(holder, '00')
      await stage.reply(door)
      await stage.settle()
      const nation = { complaint, government: '00' }
      expect(await repliesOf(stage, nation)).toHaveLength(1)
      expect((await rowOf(stage, nation)).chain.find(({ type }) => type === 'REPLIED')?.by).toBe('00')
    },
  },
]
