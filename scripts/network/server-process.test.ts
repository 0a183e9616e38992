import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isRunning, until } from '../test-process.ts'
import { findFreePort } from './ports.ts'
import { type ServerPlan, type ServerProcess, serverProcess } from './server-process.ts'

const SERVER = `
import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
writeFileSync(process.env.ENVIRONMENT_FILE, JSON.stringify({ ...process.env, pid: process.pid }))
createServer((_, response) => response.end('ready')).listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
`
const BROKEN = `
console.log('{"level":30,"msg":"a line for machines"}')
console.error('The database cannot be reached.')
process.exit(1)
`
const THROWING = `
console.error('It is about to listen.')
throw Object.assign(new Error('The port is taken'), { code: 'EADDRINUSE', at: { host: 'here' } })
`

let folder: string
let plan: ServerPlan
const started: ServerProcess[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lawang-process-'))
  const port = await findFreePort()
  plan = {
    name: 'regency',
    url: `http://127.0.0.1:${port}`,
    main: write('server.mjs', SERVER),
    args: [],
    env: { PORT: String(port), ENVIRONMENT_FILE: join(folder, 'environment') },
    log: join(folder, 'log'),
  }
})

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.kill('SIGKILL')))
  rmSync(folder, { recursive: true })
})

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function server(changes: Partial<ServerPlan> = {}, onFailure: (sentence: string) => void = () => undefined) {
  const made = serverProcess({ ...plan, ...changes }, onFailure)
  started.push(made)
  return made
}

const environment = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'environment'), 'utf8'))

describe('a server of the network', () => {
  it('is started when it answers /health, and can be killed and started again', async () => {
    const regency = server()
    await regency.start()
    const first = regency.pid
    await regency.kill('SIGKILL')
    expect(regency.pid).toBeUndefined()
    await regency.start()
    expect(regency.pid).not.toBe(first)
  })

  it('says in its own last words why it did not start', async () => {
    const start = server({ main: write('broken.mjs', BROKEN) }).start()
    await expect(start).rejects.toThrow('regency ended (exit 1): The database cannot be reached.')
  })

  it('says the message of an error that nobody has caught, not the last line of how it is told', async () => {
    const start = server({ main: write('throwing.mjs', THROWING) }).start()
    await expect(start).rejects.toThrow('regency ended (exit 1): Error: The port is taken')
  })

  it('is reported when it ends by itself, once it was ready', async () => {
    const onFailure = vi.fn()
    const regency = server({}, onFailure)
    await regency.start()
    process.kill(Number(regency.pid), 'SIGKILL')
    await until('the failure is reported', () => onFailure.mock.calls.length > 0)
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('regency ended (SIGKILL)'))
  })

  it('is not reported when it was told to end', async () => {
    const onFailure = vi.fn()
    const regency = server({}, onFailure)
    await regency.start()
    await regency.kill()
    expect(onFailure).not.toHaveBeenCalled()
  })

  it('is killed when it does not obey', async () => {
    const deaf = server({ main: write('deaf.mjs', SERVER.replace('process.exit(0)', 'undefined')) })
    await deaf.start()
    const pid = Number(deaf.pid)
    await deaf.kill()
    expect(isRunning(pid)).toBe(false)
  })

  it("gets none of our environment's secrets", async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://of-the-launcher')
    await server().start()
    vi.unstubAllEnvs()
    expect(environment()).not.toHaveProperty('DATABASE_URL')
  })

  it('ends when the process that started it is killed', async () => {
    const launcher = write(
      'launcher.ts',
      `import { serverProcess } from ${JSON.stringify(join(import.meta.dirname, 'server-process.ts'))}
       await serverProcess(${JSON.stringify(plan)}, () => undefined).start()
       console.log('started')
       setInterval(() => undefined, 1000)`,
    )
    const parent = spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => parent.stdout.once('data', resolve))
    const pid = Number(environment().pid)
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until('the server ended', () => !isRunning(pid))
  })
})
