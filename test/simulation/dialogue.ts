import { isAfter, START } from '@lawang/schema/exchange/cursor'
import type { ExchangeAnswer } from '@lawang/schema/exchange/exchange-messages'
import { renewLease } from '@lawang/schema/exchange/lease'
import { judgePush, type MailPush } from '@lawang/schema/exchange/mail-push'
import { judgeAnswer } from '@lawang/schema/exchange/member-exchange'
import type { Cursor } from '@lawang/schema/exchange/messages'
import { HOUR } from './clock.ts'
import { DATA } from './content.ts'
import { allRows, logHead, unreadRows } from './member-disk.ts'
import type { MemberServer } from './member-server.ts'
import { mixSeed, type Random, seeded } from './random.ts'
import { carryOutNotes } from './reporters.ts'

/** A member's exchange with the hub: what the process remembers of it, and nothing that is committed. */
export class Dialogue {
  readonly #server: MemberServer
  readonly #random: Random
  /** The hub's cursor as it was last heard. */
  #hubCursor: Cursor = START
  /** When the last question was asked that was answered to the end, by the own clock. */
  #heard = Number.NEGATIVE_INFINITY

  constructor(server: MemberServer) {
    const { scenario, agenda, hub } = server.setting
    this.#server = server
    this.#random = seeded(mixSeed(scenario.seed, 'rhythm', server.name))
    agenda.after(this.#random() * 3 * HOUR, () => this.#askAgain())
    hub.stream(server.name, (push) => server.whenFree(() => server.alive(() => this.#readPush(push))))
  }

  /** A new process has heard nothing. */
  begin(): void {
    this.#hubCursor = START
    this.#heard = Number.NEGATIVE_INFINITY
  }

  /** The product keeps it in the database, and prunes its log by it. */
  get hubCursor(): Cursor {
    return this.#hubCursor
  }

  get inContact(): boolean {
    const { law } = this.#server.setting
    return this.#server.now().clock - this.#heard < law.contactWindow
  }

  #askAgain(): void {
    this.ask()
    this.#server.setting.agenda.after((1 + this.#random() * 3) * HOUR, () => this.#askAgain())
  }

  ask(): void {
    this.#server.alive(() => {
      const { network, hub, pages } = this.#server.setting
      const { member } = this.#server.disk
      this.#server.writeFile()
      this.#server.points.pass()
      const request = {
        member: this.#server.name,
        session: `${this.#server.name} ${this.#server.session}`,
        incarnation: member.incarnation,
        hubIncarnation: member.hubIncarnation,
        sent: this.#server.now().clock,
        mailCursor: member.mailCursor,
        log: unreadRows(this.#server.disk, this.#hubCursor, pages.logPage),
      }
      network.send(this.#server.name, 'UP', () =>
        hub.answer(request, (answer) => network.send(this.#server.name, 'DOWN', () => this.#hear(answer))),
      )
    })
  }

  #hear(answer: ExchangeAnswer): void {
    this.#server.whenFree(() => this.#server.alive(() => this.#read(answer)))
  }

  #read(answer: ExchangeAnswer): void {
    const { disk } = this.#server
    const verdict = judgeAnswer(disk.member, `${this.#server.name} ${this.#server.session}`, logHead(disk), answer)
    switch (verdict.kind) {
      case 'DISCARD':
        return
      case 'MEET':
        this.#server.commit({ type: 'MeetHub', hubIncarnation: answer.hubIncarnation })
        this.#hubCursor = answer.logCursor
        this.#soon()
        return
      case 'RESTORED':
        this.#server.restore(Math.max(disk.member.incarnation, answer.logCursor.incarnation) + 1)
        return
      case 'READ': {
        const hasMoved = isAfter(answer.logCursor, this.#hubCursor)
        this.#hubCursor = answer.logCursor
        for (const row of verdict.rows) this.#server.commit({ type: 'ReadMail', row, data: DATA })
        carryOutNotes(this.#server)
        if (verdict.renews) this.#renew(answer)
        // What does not move is a gap: to ask again at once would not close it.
        const moreMail = !answer.drained && verdict.rows.length > 0
        const moreLog = hasMoved && unreadRows(this.#server.disk, this.#hubCursor, 1).length > 0
        if (moreMail || moreLog) this.#soon()
      }
    }
  }

  /** It renews nothing: the request that follows does. */
  #readPush(push: MailPush): void {
    if (!this.inContact) return
    for (const row of judgePush(this.#server.disk.member, push)) {
      this.#server.commit({ type: 'ReadMail', row, data: DATA })
    }
    carryOutNotes(this.#server)
    this.#soon()
  }

  /** The mark is set when the last row of the answer is committed, and written with the cursor that it rests on. */
  #renew({ sent, renew }: ExchangeAnswer): void {
    // While it was in lease and this process was heard, nothing can have become possible that was not before.
    const mayActAnew = this.#heard === Number.NEGATIVE_INFINITY || !this.#server.inLease
    this.#heard = Math.max(this.#heard, sent)
    this.#server.mark = renewLease(this.#server.mark, sent, renew, this.#server.setting.law, this.#server.now())
    this.#server.writeFile()
    if (mayActAnew) this.#server.setting.observer.leaseRenewed(this.#server)
    this.#sendWishes()
  }

  #sendWishes(): void {
    if (!this.inContact) return
    for (const row of allRows(this.#server.disk)) {
      if (row.standing.state !== 'HOLDING' || !row.standing.wish || !this.#server.mayAct(row)) continue
      const { complaint, government } = row
      this.#server.commit({ type: 'SendWish', complaint, government, data: DATA })
    }
  }

  #soon(): void {
    const session = this.#server.session
    this.#server.setting.agenda.after(0.05 * HOUR, () => {
      if (session === this.#server.session) this.ask()
    })
  }
}
