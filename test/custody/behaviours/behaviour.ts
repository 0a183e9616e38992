import { Refusal } from '@lawang/schema/errors'
import type { Custody } from '@lawang/schema/exchange/custody'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import { expect } from 'vitest'
import type { Owner, Stage } from '../stage.ts'

/** A sentence of the law, and how a stage is moved to show that it holds. */
export interface Behaviour {
  readonly law: string
  readonly show: (stage: Stage) => Promise<void>
}

/** The code of the refusal; undefined when it was done. */
export async function refusal(act: Promise<void>): Promise<string | undefined> {
  try {
    await act
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** A custody row that has to be there. */
export async function rowOf(stage: Stage, owner: Owner): Promise<Custody> {
  return (await stage.custody(owner)) ?? expect.fail(`${owner.government} has no row`)
}

export async function standingOf(stage: Stage, owner: Owner): Promise<Custody['standing']> {
  return (await rowOf(stage, owner)).standing
}

/** The types of a chain's events, from FILED on. */
export async function wayOf(stage: Stage, owner: Owner): Promise<readonly ChainEventType[]> {
  return (await rowOf(stage, owner)).chain.map(({ type }) => type)
}

/** Filed at East Kutai, handed to the province, and taken there; everybody knows it. */
export async function handedToProvince(
  stage: Stage,
  filing: Parameters<Stage['file']>[1] = {},
): Promise<{ readonly complaint: string; readonly door: Owner; readonly holder: Owner }> {
  await stage.settle()
  const complaint = await stage.file('64.08', filing)
  const door = { complaint, government: '64.08' }
  const holder = { complaint, government: '64' }
  await stage.handOver(door, '64')
  await stage.settle()
  return { complaint, door, holder }
}

/** Exactly one government is accountable, and the register names it at its epoch. */
export async function expectOneHolder(stage: Stage, complaint: string, government: string): Promise<void> {
  const register = await stage.register(complaint)
  expect(register).toMatchObject({ holder: government, standing: { phase: 'SETTLED' } })
  for (const code of ['00', '64', '64.08', '64.71', '13', '72']) {
    const row = await stage.custody({ complaint, government: code })
    const isAccountable = row !== undefined && row.standing.state !== 'RELEASED'
    expect([code, isAccountable]).toEqual([code, code === government])
    if (isAccountable) expect(row.standing.epoch).toBe(register?.epoch)
  }
}
