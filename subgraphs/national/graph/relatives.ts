import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { readId } from '@lawang/member/graph/parse-id'
import { type ComplaintSource, regionOf } from '@lawang/member/graph/sources'
import type { RelatedComplaint, Relatives, SimilarComplaint } from '../directory/relatives.ts'

interface Cluster {
  readonly id: string
  readonly complaints: readonly RelatedComplaint[]
}

/** Query.similarComplaints and Query.cluster: what belongs together over all tiers. */
export function relatives(ports: Relatives): GraphModule {
  return (builder) => {
    const related = relatedComplaint(builder)
    const similar = builder.objectRef<SimilarComplaint>('SimilarComplaint').implement({
      description: 'score: 0 to 1, by words, nearness and time.',
      fields: (t) => ({
        complaint: t.field({ type: related, resolve: ({ complaint }) => complaint }),
        score: t.exposeFloat('score'),
      }),
    })
    const cluster = builder.objectRef<Cluster>('Cluster').implement({
      description: 'Complaints of many governments about the same thing, each told of it in its journey; oldest first.',
      fields: (t) => ({
        id: t.exposeID('id'),
        complaints: t.field({ type: [related], resolve: ({ complaints }) => complaints }),
      }),
    })
    const input = builder.inputType('SimilarComplaintsInput', {
      fields: (t) => ({
        category: t.id({ required: true }),
        location: t.id({ required: true }),
        title: t.string({ required: true }),
        body: t.string({ required: true }),
      }),
    })
    builder.queryFields((t) => ({
      similarComplaints: t.field({
        type: [similar],
        nullable: true,
        description:
          'What has been filed already about the same thing and is still open, at any door of the country: at most five. Confidential ones are never among them. Nothing of the text is kept.',
        args: { input: t.arg({ type: input, required: true }) },
        resolve: (_root, { input: unfiled }) => ports.similar(unfiled),
      }),
      cluster: t.field({
        type: cluster,
        nullable: true,
        args: { id: t.arg.id({ required: true }) },
        resolve: async (_root, { id: text }) => {
          const id = readId(text, 'complaint').id
          return { id, complaints: await ports.cluster(id) }
        },
      }),
    }))
  }
}

function relatedComplaint(builder: GraphBuilder) {
  return builder.objectRef<RelatedComplaint>('RelatedComplaint').implement({
    description: 'location: what it is about, or its door. region: the government that has it.',
    fields: (t) => ({
      id: t.exposeID('id'),
      title: t.exposeString('title'),
      status: t.expose('status', { type: 'ComplaintStatus' }),
      filedAt: t.expose('filedAt', { type: 'DateTime' }),
      door: t.field({ type: 'Region', resolve: ({ door }) => regionOf(door) }),
      region: t.field({ type: 'Region', resolve: ({ holder }) => regionOf(holder) }),
      location: t.field({ type: 'Region', resolve: ({ location }) => regionOf(location) }),
      complaint: t.field({ type: 'Complaint', nullable: true, resolve: complaintRelated }),
    }),
  })
}

/** The complaint as the directory knows it; a gateway asks its door for more. */
function complaintRelated({ id, title, status, handledBy }: RelatedComplaint): ComplaintSource {
  return { from: 'copy', id, title, status, handledBy }
}
