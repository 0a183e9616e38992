import { PgBoss } from 'pg-boss'

/** In the member's own database; every process of a member shares it, so that one of them does a tick. */
const SCHEMA = 'jobs'
const TICK = 'clock-tick'
/** Deadlines are ends of days and of working hours: once an hour is as exact as they are. */
const EVERY_HOUR = '5 * * * *'
const STOP_WITHIN_MS = 5_000

export interface ClockJobs {
  /** Waits for a tick under way, but not for long: what it leaves is done by the next one. */
  stop(): Promise<void>
}

export interface ClockJobsOptions {
  readonly databaseUrl: string
  /** Does what is due; whoever calls it twice does nothing twice. */
  readonly tick: () => Promise<unknown>
  /** Takes one sentence for whoever operates the server. */
  readonly report: (sentence: string) => void
}

/**
 * Has `tick` run at the start and every hour, by one of the processes that share the database. The server does not wait
 * for it: clocks that are late are not wrong, because what they do is judged by the moment that was due.
 */
export function startClockJobs({ databaseUrl, tick, report }: ClockJobsOptions): ClockJobs {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, max: 2 })
  const fail = (error: unknown) => report(`The clocks' jobs: ${error instanceof Error ? error.message : String(error)}`)
  boss.on('error', fail)
  const begun = begin(boss, tick).catch(fail)
  return {
    async stop() {
      await begun
      await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS, close: true }).catch(fail)
    },
  }
}

async function begin(boss: PgBoss, tick: () => Promise<unknown>): Promise<void> {
  await boss.start()
  await boss.createQueue(TICK, { policy: 'singleton' })
  await boss.work(TICK, async () => {
    await tick()
  })
  await boss.schedule(TICK, EVERY_HOUR)
  await boss.send(TICK, {})
}
