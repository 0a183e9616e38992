import type { Agency } from '../domain/model.ts'
import { actsUnderDecree } from '../mandates/in-force.ts'
import type { MandateServices } from '../ports.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { readableGovernment } from './mandate.ts'
import type { AgencySource } from './sources.ts'

/** Subscription.agencyWithoutOperator and Subscription.mandateEnded. */
export function mandateNews(builder: GraphBuilder): void {
  const ending = builder.objectRef<{ readonly at: Date }>('MandateEnding').implement({
    fields: (t) => ({ at: t.expose('at', { type: 'DateTime' }) }),
  })
  builder.subscriptionFields((t) => ({
    agencyWithoutOperator: t.field({
      type: 'Agency',
      description:
        'For coordinators: the agencies for which nobody may act now, then each for which nobody may act any more.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      subscribe: (_root, { region }, context) => orphaned(readableGovernment(region, context), context),
      resolve: (agency): AgencySource => ({ from: 'government', id: agency.id, agency }),
    }),
    mandateEnded: t.field({
      type: ending,
      description:
        'Tells the asking officer of the moment at which the right to act ends, and ends. Who acts under no decree here is told nothing.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      subscribe: (_root, { region }, context) => {
        readHostedGovernment(region, context.services)
        return ended(context)
      },
      resolve: (event) => event,
    }),
  }))
}

async function* orphaned(government: string, { services, signal }: GraphContext): AsyncGenerator<Agency> {
  const { mandates } = services
  let told = new Set<string>()
  for await (const _ of changes(mandates, signal)) {
    const now = mandates.withoutOperator(government)
    for (const agency of now) if (!told.has(agency.id)) yield agency
    told = new Set(now.map(({ id }) => id))
  }
}

async function* ended({ services, actor, signal, now }: GraphContext): AsyncGenerator<{ readonly at: Date }> {
  const { mandates } = services
  if (!actsUnderDecree(actor)) return
  for await (const _ of changes(mandates, signal)) {
    const judged = mandates.judge(actor)
    if (judged.kind === 'person' && judged.withoutMandate) {
      yield { at: now() }
      return
    }
  }
}

/** Once now, and then whenever rights may have changed, until the signal aborts. */
async function* changes(mandates: MandateServices, signal: AbortSignal): AsyncGenerator<void> {
  let wake = Promise.withResolvers<void>()
  const stop = mandates.onChange(() => wake.resolve())
  const leave = () => wake.resolve()
  signal.addEventListener('abort', leave, { once: true })
  try {
    while (!signal.aborted) {
      yield
      await wake.promise
      wake = Promise.withResolvers()
    }
  } finally {
    stop()
    signal.removeEventListener('abort', leave)
  }
}
