import { seededPick } from '../federation/generated-operations.ts'
import { nextShot } from './mutations.ts'
import { shoot } from './shoot.ts'
import type { Target } from './target.ts'

export interface FuzzOptions {
  readonly count: number
  readonly seed: number
  /** How many shots are under way at a time. */
  readonly atATime: number
  /** Told now and then how far it is. */
  readonly onProgress?: (done: number, memory: number | undefined) => void
}

export interface FuzzResult {
  /** How often each HTTP status came; `closed` is a connection without one, `patience` one that was given up. */
  readonly outcomes: Readonly<Record<string, number>>
  /** In MiB after a fifth of the shots, when caches are full, and at the end. */
  readonly memory: { readonly early: number | undefined; readonly late: number | undefined }
  /** Why the gateway ended, undefined when it is alive. */
  readonly exit: string | undefined
  /** Whether it still answers a query as before. */
  readonly answers: boolean
}

/** Shoots at a gateway; the same seed shoots the same. */
export async function fuzz(target: Target, options: FuzzOptions): Promise<FuzzResult> {
  const pick = seededPick(options.seed)
  const outcomes: Record<string, number> = {}
  const earlyAt = Math.ceil(options.count / 5)
  let early: number | undefined
  let sent = 0
  const gunner = async () => {
    while (sent < options.count && target.exit() === undefined) {
      sent++
      if (sent === earlyAt) early = target.memory()
      if (sent % 1000 === 0) options.onProgress?.(sent, target.memory())
      const outcome = await shoot(target.port, nextShot(pick))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  }
  const before = await ask(target)
  await Promise.all(Array.from({ length: options.atATime }, gunner))
  const answers = (await ask(target)) === before && before !== undefined
  return { outcomes, memory: { early, late: target.memory() }, exit: target.exit(), answers }
}

async function ask(target: Target): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${target.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ road { id name lanes cost bridge { id near { z } } } }' }),
    })
    return response.ok ? await response.text() : undefined
  } catch {
    return undefined
  }
}
