import { START } from '@lawang/schema/exchange/cursor'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { answerOf, introduction, judgeRequest } from '@lawang/schema/exchange/hub-exchange'
import { type HubInput, type HubState, type Party, registerRowsOf } from '@lawang/schema/exchange/hub-state'
import { hubStep } from '@lawang/schema/exchange/hub-step'
import { LAW } from '@lawang/schema/exchange/law'
import type { MailRow } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import { createWakeSource } from '../../store/wakes.ts'
import type { HubPort } from '../hub-port.ts'

/** A hub in memory that runs the protocol's own steps, for members over real databases. */
export interface StepHub extends HubPort {
  readonly register: ReadonlyMap<string, Register>
  party(member: string): Party | undefined
  /** The hub's clock in milliseconds, as the test sets it. */
  clock: number
  /** Comes up with an empty database of a higher incarnation, as after the loss of its disk. */
  loseEverything(): void
}

const MAIL_PAGE = 10

export function createStepHub(hosted: Readonly<Record<string, readonly string[]>>): StepHub {
  const source = createWakeSource()
  const memberOf = new Map(
    Object.entries(hosted).flatMap(([name, governments]) => governments.map((code): [string, string] => [code, name])),
  )
  const register = new Map<string, Register>()
  const mail = new Map<string, MailRow[]>()
  let state: HubState = {
    law: LAW,
    memberOf,
    hub: { incarnation: 1, startedAt: 0 },
    register: [],
    parties: new Map(
      Object.entries(hosted).map(([name, governments]) => [
        name,
        { name, governments, logCursor: START, contact: 0, reported: false, owesConfirmed: false },
      ]),
    ),
  }

  function rowsOf(input: HubInput): readonly Register[] {
    const which = registerRowsOf(input)
    if (which.kind === 'NONE') return []
    if (which.kind === 'COMPLAINTS') return which.ids.flatMap((id) => register.get(id) ?? [])
    return [...register.values()]
  }

  function commit(input: HubInput): void {
    const step = hubStep({ ...state, register: rowsOf(input) }, input, hub.clock)
    state = { ...step.state, register: [] }
    for (const row of step.state.register) register.set(row.complaint, row)
    for (const { to, message } of step.out) {
      const member = memberOf.get(to) ?? ''
      const rows = mail.get(member) ?? []
      const incarnation = state.parties.get(member)?.logCursor.incarnation ?? 0
      rows.push({ incarnation: state.hub.incarnation, n: rows.length + 1, to: incarnation, message })
      mail.set(member, rows)
    }
    source.wake()
  }

  function advance(): void {
    for (const complaint of register.keys()) commit({ type: 'Advance', complaint })
    commit({ type: 'EndRecovery' })
    const complaints = [...register.keys()]
    for (const { name } of state.parties.values()) commit({ type: 'Confirm', member: name, complaints, last: true })
  }

  function read(request: ExchangeRequest, rows: ExchangeRequest['log']): ExchangeAnswer {
    for (const row of rows) commit({ type: 'ReadLog', member: request.member, row })
    commit({ type: 'Contact', member: request.member })
    advance()
    const { incarnation, n } = request.mailCursor
    const after = (mail.get(request.member) ?? []).slice(incarnation === state.hub.incarnation ? n : 0)
    const page = after.slice(0, MAIL_PAGE)
    return answerOf(state, request, page, page.length === after.length)
  }

  const hub: StepHub = {
    register,
    clock: 0,
    party: (member) => state.parties.get(member),
    loseEverything() {
      register.clear()
      mail.clear()
      commit({ type: 'Restore', incarnation: state.hub.incarnation + 1 })
    },
    onWake: (_, listener) => source.onWake(listener),
    async exchange(request) {
      const head = { incarnation: state.hub.incarnation, n: mail.get(request.member)?.length ?? 0 }
      const verdict = judgeRequest(state, state.parties.get(request.member), head, request)
      return verdict.kind === 'READ' ? read(request, verdict.rows) : introduction(state, request)
    },
  }
  return hub
}
