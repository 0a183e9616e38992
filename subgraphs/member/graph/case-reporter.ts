import { isAllowed } from '../access/policy.ts'
import type { CaseRecord } from '../domain/model.ts'
import type { ReachableReporter } from '../use-cases/read-reporter.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { withCase } from './load.ts'
import { readHostedId } from './parse-id.ts'

/** Case.reporter, and Mutation.readReporter: what those who handle a case may know of who reports. */
export function caseReporter(builder: GraphBuilder): void {
  const reporter = builder.objectRef<CaseRecord>('CaseReporter').implement({
    description:
      'Who reports, without who it is. handle: a pseudonym for this case at this government; the same person is another one elsewhere. Reach the reporter by asking through the case.',
    fields: (t) => ({
      handle: t.string({ resolve: (record, _args, { services }) => services.reporters.handleOf(record) }),
      anonymous: t.exposeBoolean('anonymous'),
    }),
  })
  builder.objectFields('Case', (t) => ({
    reporter: t.field({
      type: reporter,
      nullable: true,
      description: 'Null for those who do not handle the case.',
      resolve: (source, _args, context) =>
        withCase(source, context, ({ record }) => {
          const place = { government: record.government, agency: record.agency.id }
          return isAllowed(context.actor, 'readReporter', place) ? record : null
        }),
    }),
  }))

  const identity = builder.objectRef<ReachableReporter>('ReachableReporter').implement({
    fields: (t) => ({
      name: t.exposeString('name', { nullable: true }),
      phone: t.exposeString('phone', { nullable: true }),
      email: t.exposeString('email', { nullable: true }),
    }),
  })
  const input = builder.inputType('ReadReporterInput', {
    fields: (t) => ({
      case: t.id({ required: true }),
      purpose: t.string({ required: true, description: 'What for. The reporter can read it.' }),
    }),
  })
  builder.mutationField('readReporter', (t) =>
    t.field({
      type: identity,
      nullable: true,
      description:
        'Tells an officer at the door of the complaint who reports, unless anonymous, and writes down that it did.',
      extensions: routed('input.case'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: (_root, args, { services, actor }) =>
        services.reporters.read(
          { case: readHostedId(args.input.case, 'case', services.governments), purpose: args.input.purpose },
          actor,
        ),
    }),
  )
}
