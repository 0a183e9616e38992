import { createDatabase } from '@lawang/scripts/postgres/create-database'
import { runCommand } from '@lawang/scripts/run-command'
import { startTestDatabase } from '@lawang/scripts/test/test-database'
import { type Accuracy, measure, readLabelled } from './measure.ts'

/**
 * `npm run measure-suggestions [-- --missed]`: how often the categories that are suggested for the labelled texts are right,
 * on a PostgreSQL of its own; with `--missed`, which texts are not.
 */
async function main(): Promise<void> {
  const cluster = await startTestDatabase()
  try {
    const { words, history } = await measure(await createDatabase(cluster.url, 'suggestions'), readLabelled())
    print('word lists alone, all texts', words.all)
    print('word lists alone, held out', words.heldOut)
    print('word lists and history, held out', history.heldOut)
    if (process.argv.includes('--missed')) {
      for (const { text, category, suggested } of history.heldOut.missed) {
        console.log(`${category}: ${text} -> ${suggested.join(', ')}`)
      }
    }
  } finally {
    await cluster.stop()
  }
}

function print(what: string, { texts, top1, top3 }: Accuracy): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  console.log(`${what.padEnd(34)} ${texts} texts  first ${percent(top1)}  among three ${percent(top3)}`)
}

await runCommand(main)
