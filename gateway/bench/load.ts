import { readFileSync } from 'node:fs'
import { Pool } from 'undici'
import { QUERIES, type QueryName } from './graph.ts'

export interface Measured {
  readonly perSecond: number
  readonly p99Ms: number
  /** Processor time of the measured process for one request, in microseconds; undefined where the system does not tell. */
  readonly cpuUs: number | undefined
}

const CONNECTIONS = 64

/** Asks one operation on 64 connections, one request at a time on each. */
export async function load(port: number, pid: number, name: QueryName, seconds: number): Promise<Measured> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  const { query, variables } = QUERIES[name]
  const until = performance.now() + seconds * 1000
  const times: number[] = []
  let turn = Math.floor(Math.random() * 900)
  const client = async () => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      const body = JSON.stringify({ operationName: name, query, variables: variables(turn++) })
      const headers = { 'content-type': 'application/json' }
      const response = await pool.request({ method: 'POST', path: '/graphql', headers, body })
      await response.body.dump({ limit: 1_000_000 })
      if (response.statusCode !== 200) throw new Error(`Status ${response.statusCode} for ${name}`)
      times.push(performance.now() - startedAt)
    }
  }
  const [began, cpu] = [performance.now(), processorTime(pid)]
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  const [took, used] = [performance.now() - began, processorTime(pid)]
  await pool.close()
  times.sort((a, b) => a - b)
  return {
    perSecond: (times.length / took) * 1000,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    cpuUs: cpu === undefined || used === undefined ? undefined : ((used - cpu) * 1000) / times.length,
  }
}

/** In milliseconds. */
function processorTime(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}
