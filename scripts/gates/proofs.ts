import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { Gate } from './gate.ts'

const PAGE = 'docs/compare.md'
/** `[Y](../path.test.ts "the name of a test")`: the name is left out for what is no test. */
const PROOF = /\[[^\]]+\]\(([^)\s]+)(?: "([^"]*)")?\)/g

/** What is said of us beside others is shown by a test: every Y leads to one, and the test has the name that is quoted. */
export const proofs: Gate = {
  name: 'proofs',
  check: async (root) => {
    const lines = (await readFile(join(root, PAGE), 'utf8')).split('\n')
    const claims = lines.filter((line) => line.startsWith('| ') && !/^\| (---|feature|capability)/.test(line))
    const faults = await Promise.all(claims.map((line) => faultsOf(root, line)))
    return faults.flat()
  },
}

async function faultsOf(root: string, line: string): Promise<readonly string[]> {
  const cells = line.split(' | ')
  const what = (cells[0] ?? '').replace(/^\| /, '')
  const claim = (cells.at(-1) ?? '').replace(/ \|$/, '')
  if (/^Y\b/.test(claim)) return [`${PAGE}: "${what}" has a Y that leads to no test`]
  const faults: string[] = []
  for (const [, path = '', name] of claim.matchAll(PROOF)) {
    const file = normalize(join('docs', path))
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined)
    if (text === undefined) faults.push(`${PAGE}: "${what}" leads to ${file}, which is not there`)
    else if (file.endsWith('.test.ts') && !name) faults.push(`${PAGE}: "${what}" names no test of ${file}`)
    else if (name !== undefined && !text.includes(name)) faults.push(`${PAGE}: ${file} has no test "${name}"`)
  }
  return faults
}
