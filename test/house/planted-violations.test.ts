import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MADE = new Set(['node_modules', '.data', '.turbo', '.git', 'coverage'])

/** A fault is planted in a copy of the checkout; the gate, run as `npm run check` runs it, must refuse and name it. */
interface Planted {
  readonly policy: string
  readonly gate: string
  readonly file: string
  /** The new text of the file; `before` is undefined when there is no such file. */
  readonly plant: (before: string | undefined) => string
  readonly says: string | RegExp
}

const imports = (name: string) => () => `import * as planted from '${name}'\n\nexport const kept = planted\n`

const PLANTED: readonly Planted[] = [
  {
    policy: 'the domain does no input or output',
    gate: 'lint',
    file: 'subgraphs/member/domain/planted-input.ts',
    plant: imports('node:fs'),
    says: /domain\/planted-input\.ts\S* lint\/\w+\/noRestrictedImports/,
  },
  {
    policy: 'the domain knows no database',
    gate: 'lint',
    file: 'subgraphs/member/domain/planted-database.ts',
    plant: imports('@mikro-orm/core'),
    says: /domain\/planted-database\.ts\S* lint\/\w+\/noRestrictedImports/,
  },
  {
    policy: 'planning knows no server',
    gate: 'lint',
    file: 'gateway/plan/planted-server.ts',
    plant: imports('fastify'),
    says: /plan\/planted-server\.ts\S* lint\/\w+\/noRestrictedImports/,
  },
  {
    policy: 'the exchange protocol does no input or output',
    gate: 'lint',
    file: 'schema/exchange/planted-input.ts',
    plant: imports('node:net'),
    says: /exchange\/planted-input\.ts\S* lint\/\w+\/noRestrictedImports/,
  },
  {
    policy: 'resolvers call ports, not the database',
    gate: 'lint',
    file: 'subgraphs/member/graph/planted-database.ts',
    plant: imports('pg'),
    says: /graph\/planted-database\.ts\S* lint\/\w+\/noRestrictedImports/,
  },
  {
    policy: 'only configuration reads the environment',
    gate: 'lint',
    file: 'gateway/route/planted-environment.ts',
    plant: () => 'export const planted = process.env.PORT\n',
    says: /route\/planted-environment\.ts\S* lint\/\w+\/noProcessEnv/,
  },
  {
    policy: 'a barrel that exports everything is not taken',
    gate: 'lint',
    file: 'schema/planted-barrel.ts',
    plant: () => "export * from './id.ts'\n",
    says: /schema\/planted-barrel\.ts\S* lint\/\w+\/noReExportAll/,
  },
  {
    policy: 'code is formatted',
    gate: 'lint',
    file: 'schema/planted-format.ts',
    plant: () => 'export const planted = "quoted twice";\n',
    says: /schema\/planted-format\.ts\S* format/,
  },
  {
    policy: 'types are checked strictly',
    gate: 'types',
    file: 'schema/planted-types.ts',
    plant: () => "export const planted: number = 'a text'\n",
    says: 'schema/planted-types.ts(1,14): error TS2322',
  },
  {
    policy: 'only syntax that Node can strip is used',
    gate: 'types',
    file: 'schema/planted-syntax.ts',
    plant: () => 'export enum Planted {\n  One,\n}\n',
    says: 'schema/planted-syntax.ts(1,13): error TS1294',
  },
  {
    policy: 'the gateway imports no subgraph',
    gate: 'boundaries',
    file: 'gateway/route/planted-subgraph.ts',
    plant: imports('@lawang/member/ports'),
    says: 'cannot import package `@lawang/member`',
  },
  {
    policy: 'a room is left through its package, not by a path',
    gate: 'boundaries',
    file: 'gateway/route/planted-path.ts',
    plant: imports('../../subgraphs/member/ports.ts'),
    says: 'planted-path.ts',
  },
  {
    policy: 'a room lists no room of a higher floor',
    gate: 'floors',
    file: 'gateway/package.json',
    plant: (before) => (before ?? '').replace('"@lawang/schema": "*"', '"@lawang/member": "*"'),
    says: 'gateway/package.json lists @lawang/member',
  },
  {
    policy: 'the committed supergraph is what the contracts compose to',
    gate: 'supergraph',
    file: 'schema/contracts/regency.graphql',
    plant: (before) => `${before}\ntype Planted @key(fields: "id") {\n  id: ID!\n}\n`,
    says: 'run npm run compose',
  },
  {
    policy: 'the page of errors lists every refusal',
    gate: 'error page',
    file: 'docs/errors.md',
    plant: (before) => (before ?? '').replace(/^\| `FORBIDDEN`.*\n/m, ''),
    says: 'run npm run print',
  },
  {
    policy: 'every enum value has words for people',
    gate: 'words',
    file: 'schema/contracts/supergraph.graphql',
    plant: (before) => `${before}\nenum Planted {\n  SEED\n}\n`,
    says: 'Planted.SEED has no words',
  },
  {
    policy: 'links between pages lead somewhere',
    gate: 'links',
    file: 'docs/planted-link.md',
    plant: () => '[nowhere](nowhere.md) and [no heading](channels.md#no-such-heading)\n',
    says: /planted-link\.md links to nowhere\.md, which is not there[\s\S]*docs\/channels\.md has no such heading[\s\S]*no line of the README/,
  },
  {
    policy: 'what is said of us beside others names the test that shows it',
    gate: 'proofs',
    file: 'docs/compare.md',
    plant: (before) =>
      `${before}| Flying | Y |\n| Diving | [Y](../test/acceptance/d12-kiosk.test.ts "no such test") |\n`,
    says: /"Flying" has a Y that leads to no test[\s\S]*d12-kiosk\.test\.ts has no test "no such test"/,
  },
  {
    policy: 'the page of rights is what the access table says',
    gate: 'access page',
    file: 'docs/access.md',
    plant: (before) => (before ?? '').replace(/^\| `verify`.*\n/m, ''),
    says: 'run npm run print',
  },
  {
    policy: 'the lockfile names no registry',
    gate: 'lockfile',
    file: 'package-lock.json',
    plant: (before) =>
      (before ?? '').replace(/"integrity"/, '"resolved": "https://registry.example/a.tgz",\n"integrity"'),
    says: 'names where it was downloaded',
  },
  {
    policy: 'the lockfile fixes the content of every package',
    gate: 'lockfile',
    file: 'package-lock.json',
    plant: (before) => (before ?? '').replace(/^ *"integrity".*\n/m, ''),
    says: 'has no integrity',
  },
  {
    policy: 'the lockfile leaves no platform out',
    gate: 'lockfile',
    file: 'package-lock.json',
    plant: (before) => (before ?? '').replace('"node_modules/@turbo/darwin-arm64"', '"node_modules/@turbo/planted"'),
    says: 'may need @turbo/darwin-arm64',
  },
  {
    policy: 'the top level holds only what it may',
    gate: 'top level',
    file: 'notes.txt',
    plant: () => 'planted\n',
    says: 'notes.txt does not belong',
  },
]

let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'lawang-house-'))
  await cp(ROOT, copy, { recursive: true, filter: (path) => !MADE.has(basename(path)) })
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  // Nothing may be installed through the link.
  await writeFile(join(copy, 'scripts/bootstrap.mjs'), '')
})

afterAll(() => rm(copy, { recursive: true, force: true }))

/** Plants, runs the gate, and puts everything back. */
async function refusal(gate: string, faults: readonly Planted[]): Promise<{ code: number | null; output: string }> {
  const undo: (() => Promise<void>)[] = []
  try {
    for (const { file, plant } of faults) {
      const path = join(copy, file)
      const before = await readFile(path, 'utf8').catch(() => undefined)
      const planted = plant(before)
      expect(planted).not.toBe(before)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, planted)
      undo.push(() => (before === undefined ? rm(path) : writeFile(path, before)))
    }
    return await runGate(gate, copy)
  } finally {
    for (const restore of undo) await restore()
  }
}

describe.each(['lint', 'types', 'boundaries'])('faults in files of their own: the gate %s names each', (gate) => {
  const faults = PLANTED.filter((planted) => planted.gate === gate)
  let found: { code: number | null; output: string }

  beforeAll(async () => {
    found = await refusal(gate, faults)
  })

  it('ends with 1', () => expect(found.code).toBe(1))

  it.each(faults)('$policy', ({ says }) => expect(found.output).toMatch(says))
})

describe('a fault in a file that is there', () => {
  const faults = PLANTED.filter(({ gate }) => !['lint', 'types', 'boundaries'].includes(gate))

  it.each(faults)('$policy ($gate)', async (fault) => {
    const { code, output } = await refusal(fault.gate, [fault])
    expect(output).toMatch(fault.says)
    expect(code).toBe(1)
  })
})

describe('a package that is installed', () => {
  const install = async (manifest: object) => {
    const root = await mkdtemp(join(tmpdir(), 'lawang-licence-'))
    await mkdir(join(root, 'node_modules/planted'), { recursive: true })
    await writeFile(join(root, 'node_modules/planted/package.json'), JSON.stringify({ name: 'planted', ...manifest }))
    return runGate('licences', root).finally(() => rm(root, { recursive: true }))
  }

  for (const license of [
    'Elastic-2.0',
    'BUSL-1.1',
    'GPL-3.0-only',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    'UNKNOWN',
  ]) {
    it(`is refused under ${license}`, async () => {
      expect(await install({ license })).toMatchObject({ code: 1, output: expect.stringContaining('planted: ') })
    })
  }

  it('is refused without a licence', async () => {
    expect(await install({})).toMatchObject({ code: 1, output: expect.stringContaining('no licence') })
  })

  it('is refused when one of the licences that all bind it is not allowed', async () => {
    expect(await install({ license: '(MIT AND GPL-2.0)' })).toMatchObject({ code: 1 })
  })

  it('is taken when one of the licences to choose from is allowed', async () => {
    expect(await install({ license: '(GPL-2.0 OR MIT)' })).toMatchObject({ code: 0 })
  })
})

/** The linter's count of its errors goes to another stream than they do, and can come to stand in the middle of a line. */
const SUMMARY = /Checked \d+ files in .*\n(?:.*Found \d+ errors?\.\n)?(?:\s*\/\/:lint: )?/g

function runGate(gate: string, root: string): Promise<{ code: number | null; output: string }> {
  const args = [join(ROOT, 'scripts/check.ts'), '--only', gate, '--root', root]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.replaceAll(SUMMARY, '') }))
  })
}
