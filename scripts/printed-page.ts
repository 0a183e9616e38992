import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Writes a page of docs/ that is printed from the code; with `--check` among the arguments it only says whether the page
 * is what it would be, and fails when it is not. `source` names what the page is printed from.
 */
export function printPage(name: string, text: string, source: string): void {
  const page = new URL(`../docs/${name}`, import.meta.url)
  if (!process.argv.includes('--check')) {
    writeFileSync(page, text)
  } else if (readFileSync(page, 'utf8') !== text) {
    console.error(`docs/${name} is not what ${source} says: run npm run print`)
    process.exit(1)
  }
}
