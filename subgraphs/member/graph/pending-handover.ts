import type { PendingHandover } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import { routed } from './federation/directives.ts'
import { withCase } from './load.ts'
import { forgetLoaded } from './loaders.ts'
import { readHostedId } from './parse-id.ts'
import { caseHeld, complaintOfCase, regionOf } from './sources.ts'

/** Case.pendingHandover, and the mutation that takes it back: answered by the government that holds the case. */
export function pendingHandover(builder: GraphBuilder): void {
  const pending = builder.objectRef<PendingHandover>('PendingHandover').implement({
    description: 'since is null while the handover waits for contact with the hub, which has not been asked yet.',
    fields: (t) => ({
      to: t.field({ type: 'Region', resolve: ({ to }) => regionOf(to) }),
      since: t.field({ type: 'DateTime', nullable: true, resolve: ({ since }) => since ?? null }),
      reason: t.string({ nullable: true, resolve: ({ reason }) => reason ?? null }),
    }),
  })

  builder.objectField('Case', 'pendingHandover', (t) =>
    t.field({
      type: pending,
      nullable: true,
      description:
        'The handover that nobody has taken yet: until then the case rests, or withdrawHandover takes it back.',
      resolve: (source, _args, context) =>
        withCase(source, context, async ({ id, record }) => {
          const found = await context.loaders.pendingHandover.load(id)
          if (!found) return null
          const { reason, ...rest } = found
          const complaint = complaintOfCase(record)
          // A reason is somebody's text about the content: it is hidden with it.
          const isHidden = complaint.from !== 'case' || !isReadable(complaint, context)
          return isHidden || reason === undefined ? rest : { ...rest, reason }
        }),
    }),
  )

  const input = builder.inputType('WithdrawHandoverInput', { fields: (t) => ({ case: t.id({ required: true }) }) })
  builder.mutationField('withdrawHandover', (t) =>
    t.field({
      type: 'Case',
      nullable: true,
      extensions: routed('input.case'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, args, { services, actor, loaders }) => {
        const id = readHostedId(args.input.case, 'case', services.governments)
        const record = await services.withdrawHandover(id, actor)
        forgetLoaded(loaders)
        return caseHeld(record)
      },
    }),
  )
}
