import { secretMatches } from '../domain/identifiers.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import { federation, routed, shareable } from './federation/directives.ts'
import { complaintAtDoor, findComplaint } from './load.ts'
import { agencyCopy, type CaseSource, type ComplaintSource, caseHeld, regionOf, regionOrNull } from './sources.ts'

/** Complaint, and Query.complaint: answered by its door, which holds copies of what the holder does. */
export function complaint(builder: GraphBuilder): void {
  builder.objectType('Complaint', {
    extensions: federation({ key: 'id', routed: 'id' }),
    fields: (t) => ({
      id: t.exposeID('id'),
      kind: t.field({
        type: 'ComplaintKind',
        resolve: async (source, _args, context) =>
          source.from === 'case' ? source.record.kind : (await complaintAtDoor(source, context)).record.kind,
      }),
      filedAt: t.field({
        type: 'DateTime',
        resolve: async (source, _args, context) => (await complaintAtDoor(source, context)).record.filedAt,
      }),
      updatedAt: t.field({
        type: 'DateTime',
        resolve: async (source, _args, context) => (await complaintAtDoor(source, context)).record.updatedAt,
      }),
      door: t.field({
        type: 'Region',
        resolve: async (source, _args, context) => regionOf((await complaintAtDoor(source, context)).record.door),
      }),
      location: t.field({
        type: 'Region',
        nullable: true,
        resolve: async (source, _args, context) =>
          regionOrNull((await complaintAtDoor(source, context)).record.location),
      }),
    }),
  })
  content(builder)
  handling(builder)
  freshness(builder)

  builder.queryField('complaint', (t) =>
    t.field({
      type: 'Complaint',
      nullable: true,
      extensions: routed('id'),
      args: { id: t.arg.id({ required: true }), secret: t.arg.string() },
      resolve: (_root, { id, secret }, context) =>
        findComplaint(id, context, (secretHash) => secretMatches(secret, secretHash)),
    }),
  )
}

/** What the reporter said: null for those who may not read a confidential complaint. */
function content(builder: GraphBuilder): void {
  const description = 'Null for those who may not read a confidential complaint.'
  builder.objectFields('Complaint', (t) => ({
    title: t.string({
      nullable: true,
      description,
      extensions: shareable,
      resolve: async (source, _args, context) => {
        if (source.from === 'copy') return source.title
        const known = source.from === 'case' ? source : await complaintAtDoor(source, context)
        return isReadable(known, context) ? known.record.title : null
      },
    }),
    body: t.string({
      nullable: true,
      description,
      extensions: shareable,
      resolve: async (source, _args, context) => {
        const known = source.from === 'case' ? source : await complaintAtDoor(source, context)
        return isReadable(known, context) ? known.record.body : null
      },
    }),
    category: t.field({
      type: 'Category',
      nullable: true,
      extensions: shareable,
      resolve: async (source, _args, context) => {
        const { record } = source.from === 'case' ? source : await complaintAtDoor(source, context)
        return record.category === undefined ? null : context.services.reference.category(record.category)
      },
    }),
  }))
}

/** Who does what about it, from the door's copies. */
function handling(builder: GraphBuilder): void {
  builder.objectFields('Complaint', (t) => ({
    status: t.field({
      type: 'ComplaintStatus',
      nullable: true,
      extensions: shareable,
      resolve: async (source, _args, context) => {
        return source.from === 'copy' ? source.status : (await complaintAtDoor(source, context)).record.status
      },
    }),
    handledBy: t.field({
      type: 'Agency',
      nullable: true,
      description: "The agency that is handling it: the door's coordinator until another takes it.",
      extensions: federation({ shareable: true, provides: 'name shortName region { code name tier }' }),
      resolve: async (source, _args, context) => {
        const known = source.from === 'copy' ? source : (await complaintAtDoor(source, context)).record
        return agencyCopy(known.handledBy)
      },
    }),
    case: t.field({
      type: 'Case',
      nullable: true,
      extensions: federation({
        provides: 'status openedAt deadline { at clock overdue } agency { id name }',
      }),
      resolve: async (source, _args, context): Promise<CaseSource | null> => {
        if (source.from === 'case') return caseHeld(source.record)
        const known = await complaintAtDoor(source, context)
        const summary = known.record.case
        return summary ? { from: 'door', id: summary.id, summary, complaint: known } : null
      },
    }),
  }))
}

/** How well the door is informed about a holder that is another government. */
function freshness(builder: GraphBuilder): void {
  const isElsewhere = (source: Extract<ComplaintSource, { from: 'door' }>): boolean =>
    source.record.holder !== source.record.door

  builder.objectFields('Complaint', (t) => ({
    asOf: t.field({
      type: 'DateTime',
      description: 'How fresh this answer is: the moment up to which the door has heard of the holder.',
      resolve: async (source, _args, context) => {
        const known = await complaintAtDoor(source, context)
        return isElsewhere(known) ? context.services.freshness().asOf : context.now()
      },
    }),
    unreachableSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when the holder has not been heard of; null while it is in contact.',
      resolve: async (source, _args, context) => {
        const known = await complaintAtDoor(source, context)
        return isElsewhere(known) ? context.services.freshness().hubLostSince : null
      },
    }),
  }))
}
