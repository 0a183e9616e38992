import { readdir } from 'node:fs/promises'
import type { Gate } from './gate.ts'

/** What a visitor sees first, and nothing else. */
const SHOWN = new Set([
  ...['README.md', 'LICENSE', 'docs', 'gateway', 'subgraphs', 'schema', 'scripts', 'test', 'trust'],
  ...['package.json', 'package-lock.json', 'turbo.json', 'tsconfig.json'],
])

const HIDDEN = new Set(['.biome.json', '.ci', '.gitignore', '.npmrc'])

/** Made by running, and ignored by git. */
const MADE = new Set(['.git', '.data', '.turbo', 'node_modules', 'coverage'])

export const topLevel: Gate = {
  name: 'top level',
  check: async (root) => {
    const names = await readdir(root)
    return names
      .filter((name) => !SHOWN.has(name) && !HIDDEN.has(name) && !MADE.has(name) && !name.endsWith('.log'))
      .map((name) => `${name} does not belong at the top of the repository`)
  },
}
