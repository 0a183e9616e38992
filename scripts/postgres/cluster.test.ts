import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, until } from '../test-process.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { createDatabase } from './create-database.ts'

let dataFolder: string
const clusters: Cluster[] = []
const launchers: ChildProcess[] = []

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'lawang-cluster-'))
  chmodSync(dataFolder, 0o755)
})

afterEach(async () => {
  for (const launcher of launchers.splice(0)) launcher.kill('SIGKILL')
  await Promise.all(clusters.splice(0).map((cluster) => cluster.stop()))
  rmSync(dataFolder, { recursive: true, force: true })
})

async function start(folder = dataFolder): Promise<Cluster> {
  const cluster = await startCluster({ dataFolder: folder, durable: false })
  clusters.push(cluster)
  return cluster
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

/** Another process that starts the cluster and then does nothing. */
async function launch(): Promise<{ launcher: ChildProcess; postgres: number }> {
  const program = join(dataFolder, 'launcher.ts')
  const source = JSON.stringify(join(import.meta.dirname, 'cluster.ts'))
  writeFileSync(
    program,
    `import { startCluster } from ${source}
     console.log((await startCluster({ dataFolder: ${JSON.stringify(dataFolder)}, durable: false })).folder)
     setInterval(() => undefined, 1000)`,
  )
  const launcher = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  launchers.push(launcher)
  const folder = await new Promise<string>((resolve) =>
    launcher.stdout.once('data', (data) => resolve(`${data}`.trim())),
  )
  return { launcher, postgres: Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]) }
}

describe('the embedded PostgreSQL', () => {
  it('has the same data at the same address when it is started again', async () => {
    const first = await start()
    const url = await createDatabase(first.url, 'doors')
    await query(url, 'create table door as select 1 as number')
    await first.stop()
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(url, 'select number from door')).toEqual([{ number: 1 }])
  })

  it('is reached by a socket in its own folder, and by a port of this machine', async () => {
    const { url, folder } = await start()
    const { port, password, hostname } = new URL(url)
    expect(decodeURIComponent(hostname)).toBe(folder)
    const byPort = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    expect(await query(byPort, 'select inet_server_port() as port')).toEqual([{ port: Number(port) }])
    expect(await query(url, 'select inet_server_port() as port')).toEqual([{ port: null }])
  })

  it('is reached by its port where a socket would have too long a name', async () => {
    const long = join(dataFolder, 'a'.repeat(100))
    mkdirSync(long)
    chmodSync(long, 0o755)
    const { url } = await start(long)
    expect(new URL(url).hostname).toBe('127.0.0.1')
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('is reached by its port where its folder takes no socket', async () => {
    const first = await start()
    const { port } = new URL(first.url)
    await first.stop()
    mkdirSync(join(first.folder, `.s.PGSQL.${port}`))
    const { url } = await start()
    expect(new URL(url).host).toBe(`127.0.0.1:${port}`)
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('makes a database once, whoever asks at the same time', async () => {
    const { url } = await start()
    const urls = await Promise.all([1, 2, 3].map(() => createDatabase(url, 'doors')))
    expect(new Set(urls).size).toBe(1)
  })

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { url } = await start()
    const without = new URL(url)
    without.password = 'guessed'
    await expect(query(without.href, 'select 1')).rejects.toThrow('password authentication failed')
    expect(statSync(join(dataFolder, 'postgres/password')).mode & 0o077).toBe(0)
  })

  it('knows Indonesian full text and orders by code point', async () => {
    const { url } = await start()
    const [row] = await query(
      url,
      `select to_tsvector('indonesian', 'pengaduan') is not null as known, 'a' > 'B' as bytes`,
    )
    expect(row).toEqual({ known: true, bytes: true })
  })

  it('ends when the process that started it is killed', async () => {
    const { launcher, postgres } = await launch()
    launcher.kill('SIGKILL')
    await until('PostgreSQL ended', () => !isRunning(postgres))
  })

  it('is not kept from starting by a lock whose process number belongs to another program', async () => {
    const first = await start()
    await first.stop()
    const { port } = new URL(first.url)
    for (const lock of ['postmaster.pid', `.s.PGSQL.${port}.lock`]) {
      writeFileSync(join(first.folder, lock), `${process.pid}\n${first.folder}\n`)
    }
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('stops a server that still runs on the same files, and starts its own', async () => {
    const { postgres } = await launch()
    await query((await start()).url, 'select 1')
    expect(isRunning(postgres)).toBe(false)
  })
})
