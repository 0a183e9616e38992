import { WHY_BASES, type WhyHere, whyHereWords } from '../domain/why-here.ts'
import type { GraphBuilder } from './builder.ts'
import { federation } from './federation/directives.ts'
import { withComplaint } from './load.ts'
import { agencyCopy, regionOrNull } from './sources.ts'

/** Complaint.whyHere: which rule of which table named the government, and the reason in words. */
export function whyHere(builder: GraphBuilder): void {
  const basis = builder.enumType('WhyHereBasis', {
    description:
      'RULE: the rules name the government that has it. RULE_ELSEWHERE: they name another one, which is to confirm or to take it. NO_CATEGORY: nobody has said yet what it is about. DECISION: a superior government has decided. SEIZURE: the one who had it was not heard any more.',
    values: WHY_BASES,
  })
  const type = builder.objectRef<WhyHere>('WhyHere').implement({
    description:
      'region and agency: whom the rules name, null while there is no category. rule is a row of the table of that version. definite: false means that a person has to confirm.',
    fields: (t) => ({
      basis: t.expose('basis', { type: basis }),
      rule: t.id({ nullable: true, resolve: ({ routing }) => routing?.rule }),
      table: t.string({ nullable: true, resolve: ({ routing }) => routing?.table }),
      citation: t.string({ nullable: true, resolve: ({ routing }) => routing?.citation }),
      region: t.field({ type: 'Region', nullable: true, resolve: ({ routing }) => regionOrNull(routing?.to) }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ routing }) => (routing ? agencyCopy(routing.agency) : null),
      }),
      definite: t.boolean({ resolve: ({ routing }) => routing?.definite ?? false }),
      words: t.string({
        description: 'For the reporter, in whole sentences.',
        args: { language: t.arg({ type: 'Language', required: true, defaultValue: 'ID' }) },
        resolve: (why, { language: wanted }, { services }) => whyHereWords(why, wanted, services.reference),
      }),
    }),
  })
  builder.objectField('Complaint', 'whyHere', (t) =>
    t.field({
      type,
      nullable: true,
      description: 'Why it is where it is, by the rules of competence.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, ({ record }) => context.loaders.whyHere.load(record)),
    }),
  )
}
