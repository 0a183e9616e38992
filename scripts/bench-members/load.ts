import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { QUERY } from './light-members.ts'

export interface Measured {
  /** Milliseconds of each request, sorted. */
  readonly latencies: readonly number[]
  readonly errors: number
}

export interface Load {
  readonly url: string
  /** The id that the next request asks for. */
  readonly nextId: () => string
  readonly requests: number
  readonly connections: number
  /** Kept from one load to the next, so that none begins by opening connections. */
  readonly agent: Agent
}

/** Asks again and again over kept connections, each as soon as its last answer is there. */
export async function measure({ url, nextId, requests, connections, agent }: Load): Promise<Measured> {
  const asker = new Asker(agent, url)
  let left = requests
  const line = async () => {
    while (left > 0) {
      left -= 1
      await asker.ask(nextId())
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
  return asker.measured()
}

export interface PacedLoad {
  readonly url: string
  readonly nextId: () => string
  readonly perSecond: number
  readonly seconds: number
  /** Kept from one load to the next, so that none begins by opening connections. */
  readonly agent: Agent
}

/** Asks at a rate, whether or not answers come: what is slow does not make the load lighter. */
export async function measurePaced({ url, nextId, perSecond, seconds, agent }: PacedLoad): Promise<Measured> {
  const asker = new Asker(agent, url)
  const asked: Promise<void>[] = []
  const startedAt = performance.now()
  while (asked.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, ((performance.now() - startedAt) / 1000) * perSecond)
    while (asked.length < due) asked.push(asker.ask(nextId()))
    await delay(1)
  }
  await Promise.all(asked)
  return asker.measured()
}

class Asker {
  readonly #agent: Agent
  readonly #url: string
  readonly #latencies: number[] = []
  #errors = 0

  constructor(agent: Agent, url: string) {
    this.#agent = agent
    this.#url = url
  }

  async ask(id: string): Promise<void> {
    const startedAt = performance.now()
    const answer = await post(this.#agent, this.#url, id)
    this.#latencies.push(performance.now() - startedAt)
    if (answer.includes('"errors"')) this.#errors += 1
  }

  measured(): Measured {
    return { latencies: this.#latencies.sort((a, b) => a - b), errors: this.#errors }
  }
}

function post(agent: Agent, url: string, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const asked = request(url, { agent, method: 'POST', headers }, (response) => resolve(text(response)))
    asked.on('error', reject)
    asked.end(JSON.stringify({ query: QUERY, variables: { id } }))
  })
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
