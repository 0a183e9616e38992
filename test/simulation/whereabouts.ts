import type { GovernmentCode } from '@lawang/schema/region'
import type { MemberServer } from './member-server.ts'

/**
 * Who is asked about what: the server that hosts a government, and the servers that have ever had a row of a complaint.
 * A server that has lost it with its disk stays listed: it answers that it has none.
 */
export class Whereabouts {
  readonly #hosts: ReadonlyMap<GovernmentCode, MemberServer>
  readonly #having = new Map<string, Set<MemberServer>>()

  constructor(members: readonly MemberServer[]) {
    this.#hosts = new Map(members.flatMap((member) => member.governments.map((code) => [code, member] as const)))
  }

  hostOf(government: GovernmentCode): MemberServer | undefined {
    return this.#hosts.get(government)
  }

  note(complaint: string, member: MemberServer): void {
    const having = this.#having.get(complaint)
    if (having) having.add(member)
    else this.#having.set(complaint, new Set([member]))
  }

  having(complaint: string): Iterable<MemberServer> {
    return this.#having.get(complaint) ?? []
  }
}
