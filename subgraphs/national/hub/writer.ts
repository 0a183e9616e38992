import { randomUUID } from 'node:crypto'
import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Database } from '@lawang/member/store/database'
import type { Law } from '@lawang/schema/exchange/law'
import type { Cursor, MailRow } from '@lawang/schema/exchange/messages'
import { continueClock } from './clock.ts'
import { type Desk, type DeskWork, openDesk } from './desk.ts'
import { asHubReplaced, becomeWriter, type HubMemory, loadMemory, turnOpening } from './hub-memory.ts'
import { createKnownRegisters } from './known-registers.ts'
import { type Letter, readMail } from './mail.ts'
import { createMailNews, type OnMailNews } from './mail-news.ts'
import type { Network } from './network.ts'
import type { CommittedRows, Publication } from './publication.ts'
import { createRecentMail } from './recent-mail.ts'
import { createTurns } from './turns.ts'
import { writeWork } from './write-work.ts'

/** Complaints whose rows are kept at hand. */
const KNOWN_REGISTERS = 5_000

/** Letters that are kept at hand: most are fetched moments after they are written. */
const RECENT_MAIL = 2_000

/** Decides inside the transaction that writes what is decided. */
export type Deciding<T> = (desk: Desk) => Promise<T>

export interface Writer {
  /**
   * Commits what `deciding` decides, with all that follows from it, or nothing. Whoever has news is told after it, except
   * the member whose request it is: its answer has them.
   */
  commit<T>(deciding: Deciding<T>, answered?: string): Promise<T>
  /** As the last commit has left it. */
  memory(): Promise<HubMemory>
  /** The hub's clock. */
  clock(): number
  /** Tells of a member's mail. Returns the function that ends it. */
  onMail(member: string, listener: OnMailNews): () => void
  /** A member's mail after a cursor, in order, at most `limit`: what was written last is at hand. */
  mailAfter(member: string, hubIncarnation: number, after: Cursor, limit: number): Promise<readonly MailRow[]>
  /** Tells a member that it may have mail. */
  nudge(member: string): void
}

export interface WriterOptions {
  readonly database: Database
  readonly law: Law
  readonly network: Network
  /** Milliseconds that only run forward. */
  readonly uptime: () => number
  /** The wall clock, for what people read. */
  readonly now: () => Date
  readonly publication: Publication
  /** What deadlines are read by. */
  readonly clocks: ClockContext
}

/**
 * Makes this process the hub's only writer. Transactions take turns, so that the register, the directory, the feed and
 * each member's mail are numbered and become visible in one order, and two decisions on one complaint never cross. What
 * the last one has left is kept in memory; when one has failed, nothing is believed and all is read anew.
 */
export async function openWriter(options: WriterOptions): Promise<Writer> {
  const { database, law, network, uptime, now, publication, clocks } = options
  const { members } = network
  const token = randomUUID()
  const opening = turnOpening(token)
  const known = createKnownRegisters(KNOWN_REGISTERS)
  const recent = createRecentMail(RECENT_MAIL)
  const news = createMailNews()
  const turns = createTurns()
  await becomeWriter(database, token, members)
  let current: HubMemory | undefined = await loadMemory(database, members)
  const clock = continueClock(current.clock, uptime)

  async function recall(): Promise<HubMemory> {
    current ??= await loadMemory(database, members)
    return current
  }

  async function perform<T>(deciding: Deciding<T>): Promise<{ result: T; work: DeskWork; memory: HubMemory }> {
    const memory = await recall()
    return database.transaction(async (tx) => {
      const { desk, finish } = openDesk({ sql: tx, now: clock.read(), law, memberOf: network.hosts, memory, known })
      const result = await deciding(desk)
      const work = finish()
      return { result, work, memory: writeWork(tx, memory, work, { writer: token, at: now(), clocks }) }
    }, opening)
  }

  function forget(): void {
    known.clear()
    recent.clear()
  }

  function tell(before: HubMemory, after: HubMemory, letters: readonly Letter[], answered?: string): void {
    if (after.feed > before.feed) {
      publication.committed({ last: after.feed, told: doorsTold(letters, (name) => network.isInContact(name, now())) })
    }
    for (const [member, of] of Map.groupBy(letters, (letter) => letter.member)) {
      if (member !== answered) news.tell(member, { letters: of, memory: after })
    }
  }

  return {
    memory: () => turns(recall),
    clock: () => clock.read(),
    onMail: news.on,
    mailAfter: async (member, hubIncarnation, after, limit) =>
      recent.after(member, hubIncarnation, after, limit) ?? readMail(database, member, hubIncarnation, after, limit),
    nudge: (member) => news.tell(member, undefined),
    commit: (deciding, answered) =>
      turns(async () => {
        try {
          const before = await recall()
          const { result, work, memory } = await perform(deciding)
          if (work.isRestored) forget()
          known.keep(work.changes)
          recent.keep(work.letters)
          // A restore has changed every row: they are counted anew.
          current = work.isRestored ? undefined : memory
          tell(before, memory, work.letters, answered)
          return result
        } catch (error) {
          // Whether a lost connection has committed or not is known to the database alone.
          current = undefined
          forget()
          throw asHubReplaced(error)
        }
      }),
  }
}

/** The members in contact whose doors get a copy of an event, with the number of the mail that carries it. */
function doorsTold(letters: readonly Letter[], isInContact: (member: string) => boolean): CommittedRows['told'] {
  const told = new Map<string, number>()
  for (const { member, n, message } of letters) {
    if (message.type === 'Event' && message.canonical && isInContact(member)) told.set(member, n)
  }
  return told
}
