import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { QUERY } from './light-members.ts'

export interface Load {
  readonly url: string
  /** The id that the next request asks for. */
  readonly nextId: () => string
  readonly requests: number
  readonly connections: number
}

export interface Measured {
  /** Milliseconds of each request, sorted. */
  readonly latencies: readonly number[]
  readonly errors: number
}

/** Asks again and again over kept connections, each as soon as its last answer is there. */
export async function measure({ url, nextId, requests, connections }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  let errors = 0
  let left = requests
  const line = async () => {
    while (left > 0) {
      left -= 1
      const startedAt = performance.now()
      const answer = await ask(agent, url, nextId())
      latencies.push(performance.now() - startedAt)
      if (answer.includes('"errors"')) errors += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
  agent.destroy()
  return { latencies: latencies.sort((a, b) => a - b), errors }
}

function ask(agent: Agent, url: string, id: string): Promise<string> {
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
