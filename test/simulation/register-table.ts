import type { Register } from '@lawang/schema/exchange/register'
import type { GovernmentCode } from '@lawang/schema/region'

/** The hub's register with the indexes of the product's table: what waits, for whom, and who holds by a lease. */
export class RegisterTable {
  readonly #rows = new Map<string, Register>()
  readonly #unsettled = new Set<string>()
  /** Complaints with a turn that runs, by the government whose turn it is. */
  readonly #turns = new Index()
  /** Complaints at an epoch above 1, by their holder. */
  readonly #leased = new Index()

  copy(): RegisterTable {
    const copy = new RegisterTable()
    for (const row of this.#rows.values()) copy.put(row)
    return copy
  }

  get size(): number {
    return this.#rows.size
  }

  get(complaint: string): Register | undefined {
    return this.#rows.get(complaint)
  }

  has(complaint: string): boolean {
    return this.#rows.has(complaint)
  }

  keys(): Iterable<string> {
    return this.#rows.keys()
  }

  values(): Iterable<Register> {
    return this.#rows.values()
  }

  put(row: Register): void {
    const { complaint } = row
    const before = this.#rows.get(complaint)
    this.#rows.set(complaint, row)
    this.#turns.move(complaint, before && receiverOf(before), receiverOf(row))
    this.#leased.move(complaint, before && leaseholderOf(before), leaseholderOf(row))
    if (row.standing.phase === 'UNSETTLED') this.#unsettled.add(complaint)
    else this.#unsettled.delete(complaint)
  }

  /** Rows that wait for one of these governments. */
  waitingFor(governments: Iterable<GovernmentCode>): readonly Register[] {
    return this.#found(this.#turns.under(governments))
  }

  /** Rows with a request or a seizure. */
  waiting(): readonly Register[] {
    return this.#found(this.#turns.all())
  }

  unsettled(): readonly Register[] {
    return this.#found([...this.#unsettled])
  }

  /** Rows that these governments hold by a lease. */
  leasedTo(governments: Iterable<GovernmentCode>): readonly Register[] {
    return this.#found(this.#leased.under(governments))
  }

  #found(complaints: readonly string[]): readonly Register[] {
    return complaints.flatMap((complaint) => this.#rows.get(complaint) ?? [])
  }
}

function receiverOf({ request, seizure }: Register): GovernmentCode | undefined {
  const turn = request ?? seizure
  return turn?.candidates[turn.position]
}

function leaseholderOf({ epoch, holder }: Register): GovernmentCode | undefined {
  return epoch > 1 ? holder : undefined
}

class Index {
  readonly #complaints = new Map<GovernmentCode, Set<string>>()

  move(complaint: string, from: GovernmentCode | undefined, to: GovernmentCode | undefined): void {
    if (from === to) return
    if (from !== undefined) this.#complaints.get(from)?.delete(complaint)
    if (to === undefined) return
    const there = this.#complaints.get(to)
    if (there) there.add(complaint)
    else this.#complaints.set(to, new Set([complaint]))
  }

  under(governments: Iterable<GovernmentCode>): readonly string[] {
    return [...governments].flatMap((government) => [...(this.#complaints.get(government) ?? [])])
  }

  all(): readonly string[] {
    return [...this.#complaints.values()].flatMap((complaints) => [...complaints])
  }
}
