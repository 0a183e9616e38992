import { Refusal } from '@lawang/schema/errors'
import { hashSecret, secretMatches } from '../domain/identifiers.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import type { GraphContext } from './context.ts'
import { federation, routed, shareable } from './federation/directives.ts'
import { type ComplaintAtDoor, findComplaint, withComplaint } from './load.ts'
import { agencyCopy, type CaseSource, type ComplaintSource, caseHeld, regionOf, regionOrNull } from './sources.ts'

/** Complaint, and Query.complaint: answered by its door, which holds copies of what the holder does. */
export function complaint(builder: GraphBuilder): void {
  builder.objectType('Complaint', {
    extensions: federation({ key: 'id', routed: 'id' }),
    fields: (t) => ({
      id: t.exposeID('id'),
      kind: t.field({
        type: 'ComplaintKind',
        resolve: (source, _args, context) => fromDossier(source, context, ({ record }) => record.kind),
      }),
      filedAt: t.field({
        type: 'DateTime',
        resolve: (source, _args, context) => withComplaint(source, context, ({ record }) => record.filedAt),
      }),
      updatedAt: t.field({
        type: 'DateTime',
        resolve: (source, _args, context) => withComplaint(source, context, ({ record }) => record.updatedAt),
      }),
      door: t.field({
        type: 'Region',
        resolve: (source, _args, context) => fromDossier(source, context, ({ record }) => regionOf(record.door)),
      }),
      location: t.field({
        type: 'Region',
        nullable: true,
        resolve: (source, _args, context) =>
          fromDossier(source, context, ({ record }) => regionOrNull(record.location)),
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
      resolve: async (_root, { id, secret }, context) => {
        if (secret != null) context.noteSecret(hashSecret(secret))
        const found = await findComplaint(id, context, (secretHash) => secretMatches(secret, secretHash))
        if (found && secret && !found.secretMatches) await countWrongSecret(found.id, secret, context)
        return found
      },
    }),
  )
}

/** Whoever shows a wrong secret sees what everybody sees, and is refused with RATE_LIMITED when it was wrong too often. */
async function countWrongSecret(complaint: string, secret: string, { services }: GraphContext): Promise<void> {
  try {
    await services.reporters.recognise({ complaint, secret })
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'RECEIPT_NOT_RECOGNISED')) throw error
  }
}

type Dossier = Extract<ComplaintSource, { from: 'door' | 'case' }>

/** What a holder's case knows as well as the complaint's door. */
function fromDossier<T>(
  source: ComplaintSource,
  context: GraphContext,
  read: (known: Dossier) => T | Promise<T>,
): T | Promise<T> {
  return source.from === 'case' ? read(source) : withComplaint(source, context, read)
}

/** What the reporter said: null for those who may not read a confidential complaint. */
function content(builder: GraphBuilder): void {
  const description = 'Null for those who may not read a confidential complaint.'
  builder.objectFields('Complaint', (t) => ({
    title: t.string({
      nullable: true,
      description,
      extensions: shareable,
      resolve: (source, _args, context) =>
        source.from === 'copy'
          ? source.title
          : fromDossier(source, context, (known) => (isReadable(known, context) ? known.record.title : null)),
    }),
    body: t.string({
      nullable: true,
      description,
      extensions: shareable,
      resolve: (source, _args, context) =>
        fromDossier(source, context, (known) => (isReadable(known, context) ? known.record.body : null)),
    }),
    category: t.field({
      type: 'Category',
      nullable: true,
      extensions: shareable,
      resolve: (source, _args, context) =>
        fromDossier(source, context, ({ record: { category } }) =>
          category === undefined ? null : context.services.reference.category(category),
        ),
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
      resolve: (source, _args, context) =>
        source.from === 'copy' ? source.status : withComplaint(source, context, ({ record }) => record.status),
    }),
    handledBy: t.field({
      type: 'Agency',
      nullable: true,
      description: "The agency that is handling it: the door's coordinator until another takes it.",
      extensions: federation({ shareable: true, provides: 'name shortName region { code name tier }' }),
      resolve: (source, _args, context) =>
        source.from === 'copy'
          ? agencyCopy(source.handledBy)
          : withComplaint(source, context, ({ record }) => agencyCopy(record.handledBy)),
    }),
    case: t.field({
      type: 'Case',
      nullable: true,
      extensions: federation({
        provides: 'status openedAt deadline { at clock overdue light } agency { id name }',
      }),
      resolve: (source, _args, context) =>
        source.from === 'case' ? caseHeld(source.record) : withComplaint(source, context, caseAtDoor),
    }),
  }))
}

function caseAtDoor(complaint: ComplaintAtDoor): CaseSource | null {
  const summary = complaint.record.case
  return summary ? { from: 'door', id: summary.id, summary, complaint } : null
}

/** How well the door is informed about a holder that is another government. */
function freshness(builder: GraphBuilder): void {
  const isElsewhere = ({ record }: ComplaintAtDoor): boolean => record.holder !== record.door

  builder.objectFields('Complaint', (t) => ({
    asOf: t.field({
      type: 'DateTime',
      description: 'How fresh this answer is: the moment up to which the door has heard of the holder.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, (known) =>
          isElsewhere(known) ? context.services.freshness(known.record.holder).asOf : context.now(),
        ),
    }),
    unreachableSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when the holder has not been heard of; null while it is in contact.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, (known) =>
          isElsewhere(known) ? context.services.freshness(known.record.holder).unreachableSince : null,
        ),
    }),
  }))
}
