import type { ChainEvent, Grant } from './messages.ts'

/**
 * The texts that signatures of the protocol's objects are over. Each begins with its kind: a signature of one can never be
 * shown as one of another.
 */

/** What a government signs of an event: its hash, which covers every field, its place in the chain among them. */
export function eventStatement({ hash }: Pick<ChainEvent, 'hash'>): string {
  return `lawang event 1\n${hash}`
}

/**
 * What the hub signs of a grant. All of it stands in the event by which the receiver takes custody, so that a chain proves
 * each of its changes of hands by itself, also to a hub that has forgotten them.
 */
export function grantStatement(
  of: Pick<Grant, 'complaint' | 'epoch' | 'from' | 'to' | 'why'> & { readonly tip: string },
) {
  const { complaint, epoch, from, to, why, tip } = of
  return ['lawang grant 1', complaint, epoch, from, to, why, tip].join('\n')
}

/** The statement of a grant in the hub's mail. */
export function statementOfGrant(grant: Grant): string {
  return grantStatement({ ...grant, tip: grant.chain.at(-1)?.hash ?? '' })
}

/** The statement of the grant that an event says custody came by; undefined for events that say nothing of the kind. */
export function statementOfTaking({ complaint, epoch, by, data, prevHash }: ChainEvent): string | undefined {
  const { why, from } = data
  return why === undefined || from === undefined
    ? undefined
    : grantStatement({ complaint, epoch, from, to: by, why, tip: prevHash })
}
