import type { Reply } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import { shareable } from './federation/directives.ts'
import { withCase, withComplaint } from './load.ts'
import { complaintOfCase } from './sources.ts'

/** The reporter's words since filing, at the door and at the holder: for those who may read what the complaint says. */
export function replies(builder: GraphBuilder): void {
  const reply = builder.objectRef<Reply>('Reply').implement({
    description: 'Words of the reporter, with the step that they came with.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', extensions: shareable }),
      type: t.expose('type', { type: 'EventType', extensions: shareable }),
      body: t.exposeString('text', { extensions: shareable }),
    }),
  })
  builder.objectFields('Complaint', (t) => ({
    replies: t.field({
      type: [reply],
      resolve: (source, _args, context) =>
        withComplaint(source, context, async (known) =>
          isReadable(known, context) ? (await context.loaders.replies.load(known.record)).replies : [],
        ),
    }),
    satisfaction: t.int({
      nullable: true,
      description: 'The last rating of the reporter, 1 to 5.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, async ({ record }) => (await context.loaders.replies.load(record)).satisfaction),
    }),
  }))
  builder.objectFields('Case', (t) => ({
    replies: t.field({
      type: [reply],
      nullable: true,
      resolve: (source, _args, context) =>
        withCase(source, context, async ({ id, record }) => {
          const complaint = complaintOfCase(record)
          const isShown = complaint.from === 'case' && isReadable(complaint, context)
          return isShown ? (await context.loaders.caseReplies.load(id)).replies : []
        }),
    }),
  }))
}
