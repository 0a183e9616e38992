import { Refusal } from '@lawang/schema/errors'
import { isRegionCode } from '@lawang/schema/region'
import { secretMatches } from '../domain/identifiers.ts'
import type { Feed, FeedEvent, FeedFilter } from '../ports.ts'
import type { GraphBuilder, GraphModule } from './builder.ts'
import type { GraphContext } from './context.ts'
import { federation } from './federation/directives.ts'
import { readId, requireHosted } from './parse-id.ts'
import { complaintAtEvent, regionOrNull } from './sources.ts'

/** Whose complaints a server's feed tells of: those of its own doors, or every door's. */
export type FeedScope = 'OWN_DOORS' | 'COUNTRY'

interface Arguments {
  readonly id?: string | null
  readonly region?: string | null
  readonly agency?: string | null
  readonly category?: string | null
  readonly after?: string | null
  readonly afterSequence?: number | null
  readonly secret?: string | null
}

/** Subscription.complaintChanged over the server's feed. */
export function complaintChanged(scope: FeedScope): GraphModule {
  return (builder) => {
    complaintEvent(builder)
    builder.subscriptionField('complaintChanged', (t) =>
      t.field({
        type: 'ComplaintEvent',
        args: {
          id: t.arg.id(),
          region: t.arg.id(),
          agency: t.arg.id(),
          category: t.arg.id(),
          after: t.arg.string(),
          afterSequence: t.arg.int(),
          secret: t.arg.string(),
        },
        subscribe: (_root, args, context) => follow(args, scope, context),
        resolve: (event) => event,
      }),
    )
  }
}

/** The events that the asker may see, from where it asks for. Everything sent is checked before the first event. */
function follow(args: Arguments, scope: FeedScope, context: GraphContext): AsyncIterable<FeedEvent> {
  const { services, signal } = context
  const filter = readFilter(args, scope, context)
  if (args.afterSequence != null && filter.id === undefined) {
    throw new Refusal('BAD_USER_INPUT', 'afterSequence counts the steps of one complaint: send its id too.')
  }
  const from = { after: args.after ?? undefined, afterSequence: args.afterSequence ?? undefined }
  const events = services.feed.follow(filter, from, signal)
  return withoutWhatIsSealed(events, services.feed, args.secret)
}

function readFilter(args: Arguments, scope: FeedScope, { services }: GraphContext): FeedFilter {
  const { reference, governments } = services
  if (args.region != null && !(isRegionCode(args.region) && reference.region(args.region))) {
    throw new Refusal('UNKNOWN_JURISDICTION')
  }
  if (args.category != null && !reference.category(args.category)) throw new Refusal('UNKNOWN_CATEGORY')
  const complaint = args.id == null ? undefined : readId(args.id, 'complaint')
  if (complaint && scope === 'OWN_DOORS') requireHosted(complaint.government, governments)
  return {
    id: complaint?.id,
    region: args.region ?? undefined,
    agency: args.agency == null ? undefined : readId(args.agency, 'agency').id,
    category: args.category ?? undefined,
    // Who knows the id may follow the journey; lists of the public leave confidential complaints out.
    confidential: complaint !== undefined,
  }
}

/** Title and reasons of confidential complaints reach only those who show the receipt's secret. */
async function* withoutWhatIsSealed(
  events: AsyncIterable<FeedEvent>,
  feed: Feed,
  secret: string | null | undefined,
): AsyncGenerator<FeedEvent, void, void> {
  for await (const event of events) {
    if (!event.confidential) yield event
    else yield (await unsealed(event, feed, secret)) ?? { ...event, title: undefined, reason: undefined }
  }
}

/** The whole event; undefined without the secret that goes with it. */
async function unsealed(
  event: FeedEvent,
  feed: Feed,
  secret: string | null | undefined,
): Promise<FeedEvent | undefined> {
  if (secret == null) return undefined
  const sealed = await feed.sealedOf(event.complaint)
  return sealed && secretMatches(secret, sealed.secretHash) ? { ...event, title: sealed.title } : undefined
}

function complaintEvent(builder: GraphBuilder): void {
  builder.objectType('ComplaintEvent', {
    description: 'cursor is opaque and names its log. status and handledBy of complaint are those at the event.',
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      sequence: t.exposeInt('sequence'),
      epoch: t.exposeInt('epoch'),
      type: t.expose('type', { type: 'EventType' }),
      at: t.expose('at', { type: 'DateTime' }),
      status: t.expose('status', { type: 'ComplaintStatus' }),
      reason: t.exposeString('reason', { nullable: true }),
      from: t.field({ type: 'Region', nullable: true, resolve: ({ from }) => regionOrNull(from) }),
      to: t.field({ type: 'Region', nullable: true, resolve: ({ to }) => regionOrNull(to) }),
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        extensions: federation({ provides: 'title status handledBy { id name }' }),
        resolve: complaintAtEvent,
      }),
    }),
  })
}
