import { readFileSync } from 'node:fs'
import { type LoadedReference, loadReference } from '@lawang/member/reference/load'
import { readCsv } from '@lawang/member/reference/read-csv'
import type { Database } from '@lawang/member/store/database'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { loadReferenceData } from '@lawang/member/store/reference-data'
import { learn } from '@lawang/member/store/suggestion-knowledge'
import { suggestForText } from '@lawang/member/use-cases/suggest-categories'

/** A text with the category that it is about. HISTORY texts may be learned from, HELD_OUT ones only measure. */
export interface Labelled {
  readonly category: string
  readonly split: 'history' | 'held-out'
  readonly text: string
}

/** How often the right category is the first suggestion, and how often one of the first three. */
export interface Accuracy {
  readonly texts: number
  readonly top1: number
  readonly top3: number
  readonly missed: readonly {
    readonly text: string
    readonly category: string
    readonly suggested: readonly string[]
  }[]
}

export interface Measured {
  /** By the word lists alone. */
  readonly words: { readonly all: Accuracy; readonly heldOut: Accuracy }
  /** By the word lists and what the history texts have taught. */
  readonly history: { readonly heldOut: Accuracy }
}

/** The labelled set beside this file. */
export function readLabelled(): readonly Labelled[] {
  const text = readFileSync(new URL('./complaints.csv', import.meta.url), 'utf8')
  return [...readCsv('complaints.csv', text, ['category', 'split', 'text'])].map(
    ([category = '', split, said = '']) => ({
      category,
      split: split === 'history' ? 'history' : 'held-out',
      text: said,
    }),
  )
}

/** Measures the suggestions of this version on an empty database. */
export async function measure(databaseUrl: string, labelled: readonly Labelled[]): Promise<Measured> {
  const database = await openMemberDatabase(databaseUrl)
  try {
    const reference = loadReference()
    await loadReferenceData(database, reference, [], new Date())
    const heldOut = labelled.filter(({ split }) => split === 'held-out')
    const words = {
      all: await accuracyOver(labelled, database, reference),
      heldOut: await accuracyOver(heldOut, database, reference),
    }
    for (const [i, { category, split, text }] of labelled.entries()) {
      if (split === 'history') await database.transaction((tx) => learn(tx, { complaint: `text ${i}`, category, text }))
    }
    return { words, history: { heldOut: await accuracyOver(heldOut, database, reference) } }
  } finally {
    await database.close()
  }
}

async function accuracyOver(
  labelled: readonly Labelled[],
  database: Database,
  reference: LoadedReference,
): Promise<Accuracy> {
  const missed: Accuracy['missed'][number][] = []
  let [first, amongThree] = [0, 0]
  for (const { category, text } of labelled) {
    const suggestions = await suggestForText({ database, reference }, { title: '', body: text })
    const suggested = suggestions.slice(0, 3).map((suggestion) => suggestion.category)
    if (suggested[0] === category) first += 1
    if (suggested.includes(category)) amongThree += 1
    else missed.push({ text, category, suggested })
  }
  return { texts: labelled.length, top1: first / labelled.length, top3: amongThree / labelled.length, missed }
}
