import { CLOSED_BY_THE_LOST, NOTE_BEFORE_LEASE, TOLD_TO_A_FORMER_LIFE } from './known-scenarios.ts'
import type { Mutation } from './mutation.ts'

const CHAIN = 'schema/exchange/chain.ts'
const REGISTER = 'schema/exchange/register.ts'
const HUB_STEP = 'schema/exchange/hub-step.ts'
const HUB_EXCHANGE = 'schema/exchange/hub-exchange.ts'
const MAIL_PUSH = 'schema/exchange/mail-push.ts'
const MEMBER_STEP = 'schema/exchange/member-step.ts'
const MEMBER_EXCHANGE = 'schema/exchange/member-exchange.ts'
const REPORTER_ACT = 'schema/exchange/reporter-act.ts'
const HUB_SERVER = 'test/simulation/hub-server.ts'
const DIALOGUE = 'test/simulation/dialogue.ts'
const RUN = 'test/simulation/run.ts'

/** Rules of pruning, of pushes, of the reporters' acts, and of pages. */
export const UPKEEP_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a push is read past a gap',
    edits: [{ file: MAIL_PUSH, find: '    if (!follows(row, cursor)) return rows\n', replace: '' }],
  },
  {
    name: 'mail is pruned that its member has not read',
    edits: [
      {
        file: HUB_SERVER,
        find: 'this.#mailCursors.set(member, request.mailCursor)',
        replace: 'this.#mailCursors.set(member, mailHead(this.disk, member))',
      },
    ],
  },
  {
    name: 'a log is pruned that the hub has not read',
    edits: [
      {
        file: RUN,
        find: 'pruneLog(member.disk, member.dialogue.hubCursor)',
        replace: 'member.disk.log.prune(member.disk.log.written)',
      },
    ],
  },
  {
    name: 'a restored member waits for mail that has been pruned',
    edits: [{ file: MEMBER_EXCHANGE, find: 'member.quarantined && rows.length === 0', replace: 'rows.length < 0' }],
    habits: 'RESTORES',
  },
  {
    name: 'a restored hub waits for rows that were pruned before a Report',
    edits: [{ file: HUB_EXCHANGE, find: 'if (!anew && !follows', replace: 'if (!(anew && row.n < 0) && !follows' }],
  },
  {
    name: "a reporter's act is carried out by every holder anew",
    edits: [{ file: REPORTER_ACT, find: '    .filter(({ id }) => !carriedOut.has(id))\n', replace: '' }],
  },
  {
    name: "a reporter's act that could not be carried out when it came is forgotten",
    edits: [
      {
        file: DIALOGUE,
        find: 'carryOutNotes(this.#server)\n        if (verdict.renews)',
        replace: 'if (verdict.rows.length > 0) carryOutNotes(this.#server)\n        if (verdict.renews)',
      },
    ],
    scenario: NOTE_BEFORE_LEASE,
  },
  {
    name: "a Grant leaves the reporter's acts behind",
    edits: [
      { file: REGISTER, find: '      chain,\n      annex,\n    },', replace: '      chain,\n      annex: [],\n    },' },
    ],
  },
  {
    name: 'a closed complaint takes no act of its reporter',
    edits: [{ file: CHAIN, find: "'HANDED_OVER', 'RATED', 'NOTED', 'CONTINUED'])", replace: "'HANDED_OVER'])" }],
  },
  {
    name: 'what is closed stays with a server that is lost, whatever its reporter does',
    edits: [
      {
        file: REGISTER,
        find: 'return !isClosed(register.chain) || waitingNotes(register).length > 0',
        replace: 'return !isClosed(register.chain)',
      },
    ],
    scenario: CLOSED_BY_THE_LOST,
  },
  {
    name: 'what a door was told in a former life is passed over',
    edits: [
      { file: MEMBER_STEP, find: 'member.incarnation && !tellsOfOthers(message)', replace: 'member.incarnation' },
    ],
    scenario: TOLD_TO_A_FORMER_LIFE,
  },
  {
    name: 'a quarantine ends with the first page of what is held',
    edits: [{ file: HUB_STEP, find: 'if (!last) {', replace: 'if (!last && complaints.length < 0) {' }],
    habits: 'RESTORES',
  },
]
