import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { regionOrNull } from '@lawang/member/graph/sources'
import { WEBHOOK_STATES, type Webhook } from '../webhooks/model.ts'
import type { Webhooks } from '../webhooks/open-webhooks.ts'

interface Shown {
  readonly webhook: Webhook
  readonly secret?: string
}

/** Query.webhooks, Mutation.registerWebhook and its neighbours: events that are sent to integrators. */
export function webhooks(ports: Omit<Webhooks, 'close'>): GraphModule {
  return (builder) => {
    const type = webhookType(builder)
    const input = builder.inputType('RegisterWebhookInput', {
      description: 'region: only events of that government or anything under it, as door, giver or receiver.',
      fields: (t) => ({ url: t.string({ required: true }), region: t.id(), category: t.id() }),
    })
    builder.queryField('webhooks', (t) =>
      t.field({
        type: [type],
        nullable: true,
        description: "The asker's own; for the national administrator, all.",
        resolve: async (_root, _args, { actor }) => (await ports.of(actor)).map((webhook): Shown => ({ webhook })),
      }),
    )
    builder.mutationFields((t) => ({
      registerWebhook: t.field({
        type,
        nullable: true,
        description: 'Events from now on. Its answer alone has the secret that deliveries are signed with.',
        args: { input: t.arg({ type: input, required: true }) },
        resolve: (_root, { input: { url, region, category } }, { actor }) =>
          ports.register({ url, ...(region != null && { region }), ...(category != null && { category }) }, actor),
      }),
      removeWebhook: t.field({
        type,
        nullable: true,
        args: { id: t.arg.id({ required: true }) },
        resolve: async (_root, { id }, { actor }): Promise<Shown> => ({ webhook: await ports.remove(id, actor) }),
      }),
      resumeWebhook: t.field({
        type,
        nullable: true,
        description: 'Goes on with one that was stopped, from where it was.',
        args: { id: t.arg.id({ required: true }) },
        resolve: async (_root, { id }, { actor }): Promise<Shown> => ({ webhook: await ports.resume(id, actor) }),
      }),
    }))
  }
}

function webhookType(builder: GraphBuilder) {
  const state = builder.enumType('WebhookState', { values: WEBHOOK_STATES })
  return builder.objectRef<Shown>('Webhook').implement({
    description:
      'FAILING: its receiver takes nothing at present and is tried again. STOPPED: nothing was taken for three days, or the receiver wants no more.',
    fields: (t) => ({
      id: t.id({ resolve: ({ webhook }) => webhook.id }),
      url: t.string({ resolve: ({ webhook }) => webhook.url }),
      region: t.field({ type: 'Region', nullable: true, resolve: ({ webhook }) => regionOrNull(webhook.region) }),
      category: t.id({ nullable: true, resolve: ({ webhook }) => webhook.category }),
      state: t.field({ type: state, resolve: ({ webhook }) => webhook.standing.state }),
      failingSince: t.field({
        type: 'DateTime',
        nullable: true,
        resolve: ({ webhook: { standing } }) => (standing.state === 'FAILING' ? standing.since : null),
      }),
      createdAt: t.field({ type: 'DateTime', resolve: ({ webhook }) => webhook.createdAt }),
      delivered: t.int({
        description: 'Events that the receiver has taken.',
        resolve: ({ webhook }) => webhook.delivered,
      }),
      secret: t.string({
        nullable: true,
        description: 'As libraries of Standard Webhooks take it: shown by registerWebhook only.',
        resolve: ({ secret }) => secret,
      }),
    }),
  })
}
