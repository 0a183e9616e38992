import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Reads the trusted documents of a folder: each `.graphql` file is one, byte for byte. Throws with one sentence. */
export function readTrustedDocuments(folder: string): readonly string[] {
  let names: readonly string[]
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.graphql'))
  } catch {
    throw new Error(`The folder of trusted documents cannot be read: ${folder}.`)
  }
  if (names.length === 0) throw new Error(`There is no .graphql file in the folder of trusted documents: ${folder}.`)
  return names.map((name) => readFileSync(join(folder, name), 'utf8'))
}
