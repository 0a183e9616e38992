import type { Refusal } from '@lawang/schema/errors'
import { type Loop, startLoop } from '../exchange/loop.ts'
import type { Database } from '../store/database.ts'
import { createRefusalTally } from './refusal-tally.ts'
import type { Sequencer } from './sequence.ts'
import { type ShowHeadsOptions, type ShowingResult, type Shown, showHeads } from './show-heads.ts'

/** Milliseconds in which an act gets its place in the log. */
const PLACED_EVERY = 5_000
const TALLIED_EVERY = 60_000
/** Milliseconds to the first head of a process, and to the next after one that reached nobody. */
const SOON = 60_000

export interface AuditKeeping {
  readonly database: Database
  readonly sequencer: Sequencer
  /** Shows heads to others; left out on a network that is not signed. */
  readonly showing?: Omit<ShowHeadsOptions, 'database' | 'sequencer' | 'now'>
  /** Milliseconds between two heads. */
  readonly headsEvery: number
  readonly now: () => Date
  /** Told when the database has been found to be an older one than the member has had. */
  readonly onBehind: (incarnation: number) => void
  readonly report: (sentence: string) => void
}

export interface KeptAudit extends Loop {
  refused(refusal: Pick<Refusal, 'code' | 'facts'>): void
}

/** Places acts, writes down refusals, and signs and shows the log's head every hour, until it is stopped. */
export function keepAudit(keeping: AuditKeeping): KeptAudit {
  const { database, sequencer, showing, headsEvery, now } = keeping
  const tally = createRefusalTally()
  let tallied = now().getTime()
  let due = now().getTime() + Math.min(SOON, headsEvery)
  const showWhenDue = async () => {
    if (!showing || now().getTime() < due) return
    const result = await showHeads({ ...showing, database, sequencer, now })
    due = now().getTime() + (result.kind === 'SHOWN' ? headsEvery : Math.min(SOON, headsEvery))
    tell(result, keeping)
  }
  const loop = startLoop({
    work: async () => {
      if (now().getTime() - tallied >= TALLIED_EVERY) {
        tallied = now().getTime()
        await tally.write(database, now())
      }
      await sequencer.run()
      await showWhenDue()
    },
    every: Math.min(PLACED_EVERY, headsEvery),
    report: createReport(keeping.report),
  })
  return {
    refused: (refusal) => tally.count(refusal),
    async stop() {
      await loop.stop()
      // The database may have gone before: what was counted is then lost, and what was committed is placed at the next start.
      await tally.write(database, now()).then(
        () => sequencer.run(),
        () => undefined,
      )
    },
  }
}

function tell(result: ShowingResult, { onBehind, report }: AuditKeeping): void {
  if (result.kind === 'BEHIND') {
    report(`The audit log was longer once, in incarnation ${result.incarnation}: this database is a restored backup`)
    onBehind(result.incarnation)
    return
  }
  for (const { witness, answer } of result.answers) {
    const sentence = sentenceOf(witness, answer)
    if (sentence !== undefined) report(sentence)
  }
}

function sentenceOf(witness: string, answer: Shown['answer']): string | undefined {
  switch (answer.kind) {
    case 'KEPT':
      return undefined
    case 'FORKED':
      return `${witness} has another history of this audit log (${answer.reason}): see npm run audit-verify`
    case 'PROOF_NEEDED':
      return `${witness} has heads of this audit log that it cannot be shown to extend`
    case 'UNREACHABLE':
      return `${witness} could not be shown the head of the audit log`
    default:
      return answer satisfies never
  }
}

/** One line when a fault appears or changes. Messages are left out, because they can quote what people wrote. */
function createReport(write: (sentence: string) => void): (fault: unknown) => void {
  let last: string | undefined
  return (fault) => {
    const name = fault === undefined ? undefined : fault instanceof Error ? fault.name : 'a fault without a name'
    if (name === last) return
    last = name
    write(name === undefined ? 'The audit log is kept again' : `The audit log cannot be kept: ${name}`)
  }
}
