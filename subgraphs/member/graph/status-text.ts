import { statusText as writeStatusText } from '../status-texts/status-text.ts'
import { type StatusTemplate, templateOf } from '../status-texts/templates.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { withComplaint } from './load.ts'

/** Complaint.statusText, and the words that a government has for it. */
export function statusText(builder: GraphBuilder): void {
  builder.objectFields('Complaint', (t) => ({
    statusText: t.string({
      description:
        "The status as a text message, in the words of the door's government and in the alphabet of telephones (GSM 03.38): at most maxLength characters, 40 to 160.",
      args: {
        language: t.arg({ type: 'Language', required: true, defaultValue: 'ID' }),
        maxLength: t.arg.int({ required: true, defaultValue: 160 }),
      },
      resolve: (source, { language, maxLength }, context) =>
        withComplaint(source, context, async ({ record }) => {
          const templates = await context.loaders.statusTemplates.load(record.door)
          const template =
            templates.find(({ status }) => status === record.status) ?? templateOf(record.status, undefined)
          return writeStatusText(record, template, { language, longest: maxLength })
        }),
    }),
  }))
  templates(builder)
}

function templates(builder: GraphBuilder): void {
  const type = builder.objectRef<StatusTemplate>('StatusTemplate').implement({
    description: 'The words of a government for one status. standard: it has none of its own.',
    fields: (t) => ({
      status: t.expose('status', { type: 'ComplaintStatus' }),
      indonesian: t.exposeString('indonesian'),
      english: t.exposeString('english'),
      standard: t.exposeBoolean('standard'),
    }),
  })
  const input = builder.inputType('SetStatusTemplateInput', {
    description:
      'Without a text in a language its standard words are used again. {id}, {status}, {agency} and {deadline} are filled in.',
    fields: (t) => ({
      region: t.id({ required: true }),
      status: t.field({ type: 'ComplaintStatus', required: true }),
      indonesian: t.string(),
      english: t.string(),
    }),
  })
  builder.queryField('statusTemplates', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description: "What a government's text messages say of each status.",
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, context) =>
        context.loaders.statusTemplates.load(readHostedGovernment(region, context.services)),
    }),
  )
  builder.mutationField('setStatusTemplate', (t) =>
    t.field({
      type,
      nullable: true,
      extensions: routed('input.region'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: (_root, { input: { region, status, indonesian, english } }, { services, actor }) =>
        services.statusTexts.set(
          readHostedGovernment(region, services),
          { status, ...(indonesian != null && { indonesian }), ...(english != null && { english }) },
          actor,
        ),
    }),
  )
}
