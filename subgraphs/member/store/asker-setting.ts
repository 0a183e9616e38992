import type { Asker } from '../access/asker.ts'

/** In this order they stand in the one setting that tells the database who asks. */
const FIELDS = [
  'worklist',
  'confidential',
  'acts',
  'drafts',
  'mandates',
  'government',
  'region',
  'agency',
  'secrets',
] as const satisfies readonly (keyof Asker)[]

/**
 * One for all: each setting of a statement takes its time at both ends of the connection. Its name has the number of the
 * order: policies are shown nothing by code that writes another one.
 */
export const ASKER_SETTING = 'lawang.asker_1'

/** What `ASKER_SETTING` is to be while this asker's statement runs. */
export function askerSetting(asker: Asker): string {
  return FIELDS.map((field) => withoutBars(field === 'secrets' ? asker.secrets.join(',') : asker[field])).join('|')
}

/** A bar in a name would write the fields behind. Tokens with such names are refused before; here nobody needs to know that. */
function withoutBars(text: string): string {
  return text.includes('|') ? text.replaceAll('|', '%7C') : text
}

/** SQL that reads a field of the setting: null or empty where nobody has said who asks. */
export function asked(field: (typeof FIELDS)[number]): string {
  return `split_part(current_setting('${ASKER_SETTING}', true), '|', ${FIELDS.indexOf(field) + 1})`
}
