import type { GraphBuilder } from '@lawang/member/graph/builder'
import { pageSize } from '@lawang/member/graph/page-size'
import { complaintReference, regionOf, regionOrNull } from '@lawang/member/graph/sources'
import {
  type BrokenChain,
  CHAIN_FAULTS,
  type GovernmentCustody,
  type NoWrongDoor,
  type OverdueOffer,
  type SuspendedHolder,
  type Watch,
} from '../ports.ts'
import { forkedHistory } from './forked-history.ts'
import { requireOverseer } from './require-overseer.ts'

const LISTED = { byDefault: 20, most: 100 }

/** Query.noWrongDoor: the counts for everybody, and what stands behind them for overseers. */
export function noWrongDoor(builder: GraphBuilder, ports: Watch): void {
  const { custody, offer, holder, chain } = listed(builder)
  const fork = forkedHistory(builder)
  const type = builder.objectRef<NoWrongDoor>('NoWrongDoor').implement({
    description:
      'filed = held + inTransit + closed; unaccounted must be 0. What names governments and complaints is for overseers.',
    fields: (t) => ({
      filed: t.exposeInt('filed'),
      held: t.exposeInt('held'),
      inTransit: t.exposeInt('inTransit'),
      closed: t.exposeInt('closed'),
      unaccounted: t.exposeInt('unaccounted'),
      overdueOffers: t.exposeInt('overdueOffers'),
      suspended: t.exposeInt('suspended'),
      byGovernment: t.field({
        type: [custody],
        nullable: true,
        resolve: (_counts, _args, { actor }) => {
          requireOverseer(actor)
          return ports.byGovernment()
        },
      }),
      overdue: t.field({
        type: [offer],
        nullable: true,
        description: 'Longest first; first is at most 100, 20 by default.',
        args: { first: t.arg.int() },
        resolve: (_counts, { first }, { actor }) => {
          requireOverseer(actor)
          return ports.overdueOffers(pageSize(first, LISTED))
        },
      }),
      suspendedHolders: t.field({
        type: [holder],
        nullable: true,
        resolve: (_counts, _args, { actor }) => {
          requireOverseer(actor)
          return ports.suspendedHolders()
        },
      }),
      brokenChains: t.field({
        type: [chain],
        nullable: true,
        description: 'Newest first; first is at most 100, 20 by default.',
        args: { first: t.arg.int() },
        resolve: (_counts, { first }, { actor }) => {
          requireOverseer(actor)
          return ports.brokenChains(pageSize(first, LISTED))
        },
      }),
      forkedHistories: t.field({
        type: [fork],
        nullable: true,
        description:
          'Members that have signed two histories of their audit log, newest first; first is at most 100, 20 by default.',
        args: { first: t.arg.int() },
        resolve: (_counts, { first }, { actor }) => {
          requireOverseer(actor)
          return ports.forkedHistories(pageSize(first, LISTED))
        },
      }),
      reconciledAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When door, holder and register of every complaint were last compared to the end.',
        resolve: () => ports.reconciledAt(),
      }),
    }),
  })
  builder.queryField('noWrongDoor', (t) => t.field({ type, nullable: true, resolve: () => ports.noWrongDoor() }))
}

/** The types of the lists behind the counts. */
function listed(builder: GraphBuilder) {
  const custody = builder.objectRef<GovernmentCustody>('GovernmentCustody').implement({
    description: "filed and unaccounted count at the government's doors, the rest what it holds.",
    fields: (t) => ({
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      filed: t.exposeInt('filed'),
      held: t.exposeInt('held'),
      inTransit: t.exposeInt('inTransit'),
      closed: t.exposeInt('closed'),
      unaccounted: t.exposeInt('unaccounted'),
      overdueOffers: t.exposeInt('overdueOffers'),
      suspended: t.exposeInt('suspended'),
    }),
  })
  const offer = builder.objectRef<OverdueOffer>('OverdueOffer').implement({
    description: 'A handover that has waited for a receiver longer than it may. waitsFor: whose turn it is.',
    fields: (t) => ({
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        resolve: ({ complaint }) => complaintReference(complaint),
      }),
      from: t.field({ type: 'Region', resolve: ({ from }) => regionOf(from) }),
      to: t.field({ type: 'Region', resolve: ({ to }) => regionOf(to) }),
      waitsFor: t.field({ type: 'Region', nullable: true, resolve: ({ waitsFor }) => regionOrNull(waitsFor) }),
      since: t.expose('since', { type: 'DateTime' }),
    }),
  })
  const holder = builder.objectRef<SuspendedHolder>('SuspendedHolder').implement({
    description:
      'A government that may be unable to act on what it holds: it was not heard for too long, or is being restored.',
    fields: (t) => ({
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      complaints: t.exposeInt('complaints'),
      lastHeard: t.expose('lastHeard', { type: 'DateTime', nullable: true }),
    }),
  })
  const fault = builder.enumType('ChainFault', { values: CHAIN_FAULTS })
  const chain = builder.objectRef<BrokenChain>('BrokenChain').implement({
    description: 'Where the copies of door, holder and register differ. region: whose copy it is.',
    fields: (t) => ({
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        resolve: ({ complaint }) => complaintReference(complaint),
      }),
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      fault: t.expose('fault', { type: fault }),
      foundAt: t.expose('foundAt', { type: 'DateTime' }),
    }),
  })
  return { custody, offer, holder, chain }
}
