import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { MUTATIONS } from './mutations.ts'

/**
 * Loaded before a simulation (`node --import`), switches off the rule that LAWANG_MUTATION names: the text of the
 * protocol's own code is changed as it is loaded, so that the code itself needs no switches.
 */
const name = process.env.LAWANG_MUTATION
const mutation = MUTATIONS.find((candidate) => candidate.name === name)
if (!mutation) throw new Error(`There is no mutation "${name}"`)

const root = new URL('../../', import.meta.url)
const sources = new Map<string, string>()
for (const { file, find, replace } of mutation.edits) {
  const url = new URL(file, root).href
  const source = sources.get(url) ?? readFileSync(new URL(url), 'utf8')
  if (source.split(find).length !== 2) throw new Error(`"${find}" does not occur exactly once in ${file}`)
  sources.set(
    url,
    source.replace(find, () => replace),
  )
}

registerHooks({
  load(url, context, nextLoad) {
    const source = sources.get(url)
    return source === undefined ? nextLoad(url, context) : { ...nextLoad(url, context), source }
  },
})
