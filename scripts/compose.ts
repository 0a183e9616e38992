import { readFileSync, writeFileSync } from 'node:fs'
import { composeContracts } from '@lawang/schema/compose'

/** Composes the contracts and writes the supergraph beside them; `--check` only says whether it is up to date. */
const folder = new URL('../schema/contracts/', import.meta.url)
const target = new URL('supergraph.graphql', folder)
const composed = composeContracts((name) => readFileSync(new URL(name, folder), 'utf8'))

if (!process.argv.includes('--check')) {
  writeFileSync(target, composed)
} else if (readFileSync(target, 'utf8') !== composed) {
  console.error('schema/contracts/supergraph.graphql is not what the contracts compose to: run npm run compose')
  process.exit(1)
}
