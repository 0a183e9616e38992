import type { Reference, Region } from './model.ts'
import { findPlace } from './place.ts'

/** What speaks for a category in a text: a stem of it, whether the word lists have it there, and in how many complaints. */
export interface Evidence {
  readonly lexeme: string
  readonly category: string
  readonly listed: boolean
  /** Verified complaints of the category in which the stem occurs. */
  readonly complaints: number
}

export interface SuggestionKnowledge {
  readonly evidence: readonly Evidence[]
  /** How many verified complaints have taught each category. */
  readonly history: ReadonlyMap<string, number>
}

/** `score` is from 0 to 1, all suggestions of a text together 1 at most. */
export interface CategorySuggestion {
  readonly category: string
  readonly score: number
  /** Words of the text that speak for it, the strongest first. */
  readonly because: readonly string[]
}

/** As how many complaints a word list counts. */
const LISTED = 4
/**
 * What is taken off a stem's complaints: in one complaint it stands by chance. Chosen by learning from one half of the
 * history texts and measuring the other.
 */
const DISCOUNT = 1
/** As how many complaints every stem counts in every category, by how common it is. */
const SMOOTHING = 1
/** How likely a category is that only gathers what its own sub-categories do not say. */
const GATHERING = 0.3
const MOST_SUGGESTED = 5
const MOST_REASONS = 3
/** A stem of fewer complaints may be somebody's name: it counts, and is not shown. */
const SHOWN_FROM = 3

/**
 * The categories that a text is most likely about. Every stem is weighed by how much more often it stands in a
 * category's complaints (its word list counting as some of them) than in all: naive Bayes. Empty where no stem of the
 * text is known.
 */
export function suggestCategories(
  text: string,
  { evidence, history }: SuggestionKnowledge,
  reference: Reference,
): readonly CategorySuggestion[] {
  const gathering = new Set(reference.categories.flatMap(({ parent }) => parent ?? []))
  const documents = (category: string) => (history.get(category) ?? 0) + LISTED
  const known = evidence.filter(
    (row) => !COMMON.has(row.lexeme) && reference.category(row.category) && countOf(row) > 0,
  )
  const byLexeme = Map.groupBy(known, ({ lexeme }) => lexeme)
  const all = reference.categories.reduce((sum, { code }) => sum + documents(code), 0)
  const scored = [...new Set(known.map(({ category }) => category))].map((category) => {
    const prior = (documents(category) / all) * (gathering.has(category) ? GATHERING : 1)
    const weights = [...byLexeme].map(([lexeme, rows]) => weigh({ lexeme, rows, category }, documents(category), all))
    const log = Math.log(prior) + weights.reduce((sum, { weight }) => sum + weight, 0)
    return { category, log, because: reasonsIn(text, weights) }
  })
  const best = Math.max(...scored.map(({ log }) => log))
  const total = scored.reduce((sum, { log }) => sum + Math.exp(log - best), 0)
  return scored
    .toSorted((a, b) => b.log - a.log || (a.category < b.category ? -1 : 1))
    .slice(0, MOST_SUGGESTED)
    .map(({ category, log, because }) => ({ category, score: Math.exp(log - best) / total, because }))
}

interface Weight {
  readonly lexeme: string
  readonly weight: number
  readonly isShown: boolean
}

interface Weighed {
  readonly lexeme: string
  readonly rows: readonly Evidence[]
  readonly category: string
}

function countOf({ listed, complaints }: Evidence): number {
  return Math.max(0, complaints - DISCOUNT) + (listed ? LISTED : 0)
}

function weigh({ lexeme, rows, category }: Weighed, documents: number, all: number): Weight {
  const everywhere = rows.reduce((sum, row) => sum + countOf(row), 0) / all
  const here = rows.find((row) => row.category === category)
  const likely = ((here ? countOf(here) : 0) + SMOOTHING * everywhere) / (documents + SMOOTHING)
  const isShown = here !== undefined && (here.listed || here.complaints >= SHOWN_FROM)
  return { lexeme, weight: Math.log(likely / everywhere), isShown }
}

function reasonsIn(text: string, weights: readonly Weight[]): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? []
  return weights
    .filter(({ weight, isShown }) => isShown && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST_REASONS)
    .map(({ lexeme }) => words.find((word) => word.includes(lexeme)) ?? lexeme)
}

/** The names of a place and of those that it lies in: what a village is called says nothing about the complaint. */
export function withoutPlaceNames(text: string, location: string | undefined, reference: Reference): string {
  let left = text
  let code = location === undefined ? undefined : findPlace(location, reference)?.code
  while (code !== undefined && code !== '') {
    const region: Region | undefined = reference.region(code)
    if (region) left = left.replaceAll(new RegExp(quoted(plainName(region.name)), 'giu'), ' ')
    code = code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : undefined
  }
  return left
}

function plainName(name: string): string {
  return name.replace(/^(Kabupaten|Kota) /, '')
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Stems of words that stand in every text. PostgreSQL has none to leave out for Indonesian. */
const COMMON: ReadonlySet<string> = new Set(
  `ada akan aku anak anda apa atas bagi bahwa banyak bapak baru belum bila bisa buat bukan cuma dalam dan dari dekat
  dengan depan di dia dua hari harus hingga ia ibu ini itu jadi jangan juga jika kalau kali kami kapan kata kalau ke
  kenapa kita lagi lain lalu lama lebih mana masih mau minta mohon nya oleh orang pada padahal pak pun rumah saat saja
  saya sampai sangat satu sebab sebagai sekali sekarang sejak selalu semua seperti sering siapa situ sudah supaya tahun
  tapi telah terus tetap tiap tidak tolong untuk warga yang`.split(/\s+/),
)
