import { type DocumentNode, Kind } from 'graphql'
import { ENUM_WORDS } from './enums.ts'

/** Enums of the machinery, which no client sees. */
const MACHINERY = /^(link|join)__/

/** The enum values of a schema that have no words, as `Channel.SMS`. */
export function missingWords(schema: DocumentNode): readonly string[] {
  return schema.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || MACHINERY.test(definition.name.value)) return []
    const name = definition.name.value
    return (definition.values ?? [])
      .filter(({ name: { value } }) => !hasWords(ENUM_WORDS[name]?.[value]))
      .map(({ name: { value } }) => `${name}.${value}`)
  })
}

function hasWords(words: { readonly id: string; readonly en: string } | undefined): boolean {
  return words !== undefined && words.id.trim() !== '' && words.en.trim() !== ''
}
