import { type Attachment, type Link, MOST_BYTES } from '../attachments/attachments.ts'
import { ATTACHMENT_TYPES } from '../attachments/cleaned.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import { routed } from './federation/directives.ts'
import { withComplaint } from './load.ts'
import { readHostedId } from './parse-id.ts'

/** Complaint.attachments, and Mutation.requestUpload: a link of the door's own server, to which the file is sent by PUT. */
export function attachments(builder: GraphBuilder): void {
  const type = builder.enumType('AttachmentType', { values: ATTACHMENT_TYPES })
  const attachment = builder.objectRef<Attachment>('Attachment').implement({
    description: 'A photo or document at the door. url serves it for ten minutes.',
    fields: (t) => ({
      id: t.exposeID('id'),
      type: t.field({ type, resolve: (source) => source.type }),
      size: t.exposeInt('size'),
      url: t.string({ resolve: (source, _args, { services }) => services.attachments.readLink(source).url }),
    }),
  })
  builder.objectFields('Complaint', (t) => ({
    attachments: t.field({
      type: [attachment],
      description: 'Empty for those who may not read a confidential complaint.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, (known) =>
          isReadable(known, context) ? context.loaders.attachments.load(known.id) : [],
        ),
    }),
  }))

  const upload = builder.objectRef<Link>('Upload').implement({
    description: 'Send the bytes to url by PUT, once, before expiresAt.',
    fields: (t) => ({
      url: t.exposeString('url'),
      expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
      mostBytes: t.int({ resolve: () => MOST_BYTES }),
    }),
  })
  const input = builder.inputType('RequestUploadInput', {
    fields: (t) => ({
      complaint: t.id({ required: true }),
      secret: t.string({ required: true }),
      type: t.field({ type, required: true }),
    }),
  })
  builder.mutationField('requestUpload', (t) =>
    t.field({
      type: upload,
      nullable: true,
      description: 'A link to send one photo or PDF to, for who shows the secret of the receipt.',
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, { input: { complaint, secret, type: announced } }, { services }) => {
        const id = readHostedId(complaint, 'complaint', services.governments)
        await services.reporters.recognise({ complaint: id, secret })
        return services.attachments.uploadLink(id, announced)
      },
    }),
  )
}
