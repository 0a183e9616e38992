import type { GraphBuilder } from '@lawang/member/graph/builder'
import { type NoWrongDoorAlert, WATCH_ALERTS, type Watch } from '../ports.ts'
import { requireOverseer } from './require-overseer.ts'

/** Subscription.noWrongDoorAlert. */
export function noWrongDoorAlert(builder: GraphBuilder, ports: Pick<Watch, 'alerts'>): void {
  const kind = builder.enumType('NoWrongDoorAlertKind', { values: WATCH_ALERTS })
  const alert = builder.objectRef<NoWrongDoorAlert>('NoWrongDoorAlert').implement({
    description: 'count: how many there are of this kind now.',
    fields: (t) => ({
      kind: t.expose('kind', { type: kind }),
      count: t.exposeInt('count'),
      at: t.expose('at', { type: 'DateTime' }),
    }),
  })
  builder.subscriptionField('noWrongDoorAlert', (t) =>
    t.field({
      type: alert,
      description: 'For overseers: what is wrong now, then whatever becomes worse.',
      subscribe: (_root, _args, { actor, signal }) => {
        requireOverseer(actor)
        return ports.alerts(signal)
      },
      resolve: (source) => source,
    }),
  )
}
