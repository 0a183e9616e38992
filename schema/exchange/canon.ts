import { type Chain, contains, isNext } from './chain.ts'
import type { ChainEvent } from './messages.ts'
import type { Decision, Outgoing, Register } from './register.ts'

export function knows(register: Register, id: string): boolean {
  return contains(register.chain, id) || contains(register.annex, id)
}

/** Whether an event is the next one of the register's holder at the register's epoch. */
function isCanonical(register: Register, event: ChainEvent): boolean {
  return event.by === register.holder && event.epoch === register.epoch && isNext(register.chain, event)
}

/**
 * The place of an event that the hub reads: at the end of the chain, with a copy for the door, or else in the annex, with
 * a copy for the holder and the door. Nothing is lost and nothing is put in another order than it was written in.
 */
export function place(register: Register, event: ChainEvent): Decision {
  if (knows(register, event.id)) return { register, mail: [] }
  const { holder, door } = register
  if (isCanonical(register, event)) {
    const extended = { ...register, chain: [...register.chain, event] }
    return { register: extended, mail: copies(register, door === holder ? [] : [door], event, true) }
  }
  // The one who wrote it is not left out: the database that it was written in may have been replaced by an older one.
  const readers = [...new Set([holder, door])]
  return {
    register: { ...register, annex: [...register.annex, event] },
    mail: copies(register, readers, event, false),
  }
}

/** Places events one after the other. */
export function placeAll(register: Register, events: Chain): Decision {
  let placed: Decision = { register, mail: [] }
  for (const event of events) {
    const next = place(placed.register, event)
    placed = { register: next.register, mail: [...placed.mail, ...next.mail] }
  }
  return placed
}

function copies(
  { complaint }: Register,
  readers: readonly string[],
  event: ChainEvent,
  canonical: boolean,
): Outgoing[] {
  return readers.map((government) => ({
    to: government,
    message: { type: 'Event', complaint, government, canonical, event },
  }))
}
