import { LATE_CLAIM } from './known-scenarios.ts'
import type { Mutation } from './mutation.ts'
import { UPKEEP_MUTATIONS } from './upkeep-mutations.ts'

const LAW = 'schema/exchange/law.ts'
const LEASE = 'schema/exchange/lease.ts'
const CHAIN = 'schema/exchange/chain.ts'
const TURN = 'schema/exchange/custody-turn.ts'
const CANON = 'schema/exchange/canon.ts'
const REGISTER = 'schema/exchange/register.ts'
const HUB_STATE = 'schema/exchange/hub-state.ts'
const HUB_STEP = 'schema/exchange/hub-step.ts'
const HUB_LOG = 'schema/exchange/hub-log.ts'
const HUB_SETTLE = 'schema/exchange/hub-settle.ts'
const HUB_REPORT = 'schema/exchange/hub-report.ts'
const HUB_EXCHANGE = 'schema/exchange/hub-exchange.ts'
const MEMBER_STEP = 'schema/exchange/member-step.ts'
const MEMBER_MAIL = 'schema/exchange/member-mail.ts'
const MEMBER_COMMANDS = 'schema/exchange/member-commands.ts'
const MEMBER_EXCHANGE = 'schema/exchange/member-exchange.ts'
const CUSTODY = 'schema/exchange/custody.ts'
const MEMBER_SERVER = 'test/simulation/member-server.ts'
const HUB_SERVER = 'test/simulation/hub-server.ts'
const WORK = 'test/simulation/work.ts'

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a timeout is told to the giver as Withdrawn',
    edits: [
      {
        file: TURN,
        find: '{ register: { ...register, request: next }, mail: [] }',
        replace: "{ ...withdraw(register, request.id, 'NOBODY_REACHABLE'), register: { ...register, request: next } }",
      },
    ],
  },
  {
    name: 'the lease counts from the receipt of the answer',
    edits: [{ file: LEASE, find: '? sent + law', replace: '? now.clock + law' }],
    habits: 'SLOW_ANSWERS',
  },
  {
    name: 'an answer renews before the mail is empty',
    edits: [{ file: MEMBER_EXCHANGE, find: 'answer.drained && answer', replace: 'answer' }],
  },
  {
    name: 'the mail cursor is committed before the effect',
    edits: [
      {
        file: MEMBER_SERVER,
        find: 'const step = this.decide(input)\n    this.points.pass()',
        replace:
          'const step = this.decide(input)\n' +
          '    this.disk.member = { ...this.disk.member, mailCursor: step.state.member.mailCursor }\n' +
          '    this.points.pass()',
      },
    ],
  },
  {
    name: 'the log cursor is committed before the effect',
    edits: [
      {
        file: HUB_SERVER,
        find: '    this.points.pass()\n    const changed',
        replace: '    this.disk.parties = state.parties\n    this.points.pass()\n    const changed',
      },
    ],
  },
  {
    name: 'there is no annex',
    edits: [{ file: CHAIN, find: '    annex.push(event)\n', replace: '' }],
  },
  {
    name: 'the hub drops what is not canonical',
    edits: [
      { file: CANON, find: 'annex: [...register.annex, event]', replace: 'annex: register.annex' },
      { file: CANON, find: '[...new Set([holder, door])]', replace: '[""].slice(1)' },
    ],
  },
  {
    name: 'a chain is not cut where custody left',
    edits: [{ file: MEMBER_MAIL, find: 'row.chain.slice(0, length)', replace: 'row.chain' }],
  },
  {
    name: 'a restored member goes on in its old incarnation',
    edits: [
      { file: MEMBER_EXCHANGE, find: 'if (!file) return true\n', replace: 'if (file || !file) return false\n' },
      {
        file: MEMBER_EXCHANGE,
        find: 'if (isAfter(answer.logCursor, logHead))',
        replace: 'if (isAfter(START, logHead))',
      },
      { file: MEMBER_EXCHANGE, find: 'import { follows, isAfter }', replace: 'import { follows, isAfter, START }' },
    ],
  },
  {
    name: 'the high-water file does not tell the mail cursor',
    edits: [{ file: MEMBER_EXCHANGE, find: ' ||\n    isAfter(file.mailCursor, member.mailCursor)', replace: '' }],
    habits: 'RESTORES',
  },
  {
    name: 'a restored hub settles before everybody has reported',
    edits: [{ file: HUB_STATE, find: '.every((party) => party.reported)', replace: '.every(() => true)' }],
  },
  {
    name: 'nothing is granted anew',
    edits: [
      {
        file: REGISTER,
        find: 'return give(register, granted && !isTaken ? granted : anew, hubIncarnation)',
        replace:
          'return hubIncarnation < 0 ? give(register, granted && !isTaken ? granted : anew, 0) : unchanged(register)',
      },
    ],
  },
  {
    name: 'a restored hub renews before it has settled',
    edits: [
      {
        file: HUB_STATE,
        find: 'hub.recovery ? hub.recovery.settled : LEASE_CLASSES',
        replace: 'hub.recovery ? LEASE_CLASSES : LEASE_CLASSES',
      },
    ],
  },
  {
    name: 'epochs do not tell the incarnation of the hub',
    edits: [
      {
        file: LAW,
        find: 'Math.max(known + 1, firstEpochOf(hubIncarnation))',
        replace: 'Math.max(known + 1, 0 * firstEpochOf(hubIncarnation))',
      },
    ],
    habits: 'LONG_AWAY',
  },
  {
    name: 'a reboot does not void the lease',
    edits: [{ file: LEASE, find: 'mark.boot === now.boot ?', replace: "mark.boot !== '' || now.boot === '' ?" }],
  },
  {
    name: 'a complaint gets a random id',
    edits: [
      {
        file: WORK,
        find: 'const complaint = complaintOf(key)\n',
        replace:
          "const known = allRows(member.disk).find((row) => row.complaint.startsWith(complaintOf(key) + '-'))\n" +
          "  const complaint = known?.complaint ?? complaintOf(key) + observer.freshId('-')\n",
      },
    ],
    habits: 'RESTORES',
  },
  {
    name: 'an answer to a request does not name the request',
    edits: [
      { file: MEMBER_MAIL, find: '  if (standing.request !== message.request) return { row, out: [] }\n', replace: '' },
      { file: HUB_LOG, find: 'register.request?.id === message.request', replace: 'register.request?.id !== ""' },
    ],
  },
  {
    name: 'the hub waits for a lease without regard to drift',
    edits: [
      {
        file: LAW,
        find: '(law.lease[leaseClass] * (1 + law.drift)) / (1 - law.drift)',
        replace: 'law.lease[leaseClass]',
      },
    ],
    habits: 'SILENCES',
  },
  {
    name: 'the hub reads members that have not met its incarnation',
    edits: [
      {
        file: HUB_EXCHANGE,
        find: "if (request.hubIncarnation < state.hub.incarnation) return { kind: 'INTRODUCE' }",
        replace: '',
      },
      { file: HUB_EXCHANGE, find: 'message.hub === hub.incarnation', replace: 'hub.incarnation > 0' },
      { file: HUB_STEP, find: 'message.hub === state.hub.incarnation', replace: 'state.hub.incarnation > 0' },
    ],
    habits: 'OLD_HUBS',
  },
  {
    name: 'mail and answers of a former hub are obeyed',
    edits: [
      {
        file: MEMBER_EXCHANGE,
        find: "if (answer.hubIncarnation < member.hubIncarnation) return { kind: 'DISCARD' }",
        replace: '',
      },
      {
        file: MEMBER_STEP,
        find: 'mailCursor: { incarnation: hubIncarnation, n: 0 }',
        replace: 'mailCursor: state.member.mailCursor',
      },
    ],
    habits: 'OLD_HUBS',
  },
  {
    name: 'answers of another process are obeyed',
    edits: [
      {
        file: MEMBER_EXCHANGE,
        find: "if (answer.session !== session) return { kind: 'DISCARD' }",
        replace: 'void session',
      },
    ],
    habits: 'REBOOTS',
  },
  {
    name: 'a restored hub remembers its open requests',
    edits: [
      { file: HUB_STEP, find: '({ request: _, seizure: __, ...row })', replace: '({ seizure: __, ...row })' },
      {
        file: REGISTER,
        find: 'const { request: _, seizure: __, ...row } = before',
        replace:
          "const { request: _, seizure: __, ...row } = before.standing.phase === 'SETTLED' ? before : { ...before, seizure: undefined }",
      },
    ],
  },
  {
    name: 'a seizure does not wait for the lease',
    edits: [
      {
        file: TURN,
        find: 'now > party.contact + leaseWait(state.law, register.leaseClass)',
        replace: 'now > party.contact + state.law.contactWindow + leaseWait(state.law, register.leaseClass) / 2',
      },
    ],
  },
  {
    name: 'the giver acts while its offer is open',
    edits: [
      {
        file: MEMBER_COMMANDS,
        find: "  if (standing.state === 'OFFERING') throw new Refusal('HANDOVER_PENDING')\n",
        replace: '',
      },
      {
        file: CUSTODY,
        find: "standing.state !== 'HOLDING') return false",
        replace: "(standing.state !== 'HOLDING' && standing.state !== 'OFFERING')) return false",
      },
    ],
  },
  {
    name: 'there is no breaker',
    edits: [
      {
        file: TURN,
        find: 'const again = hops >= state.law.hopsBeforeSuperior || held.has(to)',
        replace: 'const again = hops < 0 || held.has(to.repeat(2))',
      },
    ],
  },
  {
    name: 'a bound complaint can be handed on',
    edits: [
      {
        file: TURN,
        find: "if (passageOf(register.chain).bound) return withdraw(register, id, 'BOUND_BY_DECISION')\n",
        replace: '',
      },
    ],
  },
  {
    name: 'a silent door is granted anew what it may be acting on',
    edits: [{ file: HUB_SETTLE, find: 'return silent\n', replace: 'return !silent\n' }],
  },
  {
    name: 'a late claim is preferred to a door that acts without a lease',
    edits: [
      { file: HUB_REPORT, find: 'if (isDoorActing(state, register, row)) return', replace: 'if (!state) return' },
    ],
    scenario: LATE_CLAIM,
  },
  {
    name: 'a restored member acts before it is confirmed',
    edits: [{ file: CUSTODY, find: 'if (member.quarantined || standing', replace: 'if (standing' }],
    habits: 'RESTORES',
  },
  ...UPKEEP_MUTATIONS,
]
