import { Refusal, type RefusalCode } from '@lawang/schema/errors'
import type { FastifyError, FastifyInstance } from 'fastify'
import { type Attachments, MOST_BYTES } from './attachments.ts'
import type { AttachmentType } from './cleaned.ts'

const MEDIA: Readonly<Record<AttachmentType, { readonly type: string; readonly ending: string }>> = {
  JPEG: { type: 'image/jpeg', ending: 'jpg' },
  PNG: { type: 'image/png', ending: 'png' },
  WEBP: { type: 'image/webp', ending: 'webp' },
  PDF: { type: 'application/pdf', ending: 'pdf' },
}

/** As a wildcard: a named parameter may not be as long as a link. */
const LINKS = '/attachments/*'

/** A browser shows nothing of it in this server's name, runs nothing, and guesses no other type. */
const SERVED = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
}

const STATUS: Partial<Readonly<Record<RefusalCode, number>>> = {
  LINK_NOT_VALID: 404,
  PAYLOAD_TOO_LARGE: 413,
  SCANNER_UNAVAILABLE: 503,
}

/**
 * `PUT` and `GET /attachments/<link>`. The link is all the right there is, so that any origin may send and read; nothing is
 * taken from cookies or tokens.
 */
export async function addAttachmentRoutes(app: FastifyInstance, attachments: Attachments): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'access-control-allow-origin': '*', ...SERVED })
    })
    scope.setErrorHandler(async (error: FastifyError, _request, reply) => {
      const refusal = refusalOf(error)
      if (!refusal) app.log.error({ name: error.name }, 'An attachment met a fault')
      const { code, message } = refusal ?? new Refusal('INTERNAL')
      reply.code(refusal ? (STATUS[code] ?? 422) : 500)
      return { errors: [{ message, extensions: { code } }] }
    })
    scope.options(LINKS, async (_request, reply) => {
      reply.headers({ 'access-control-allow-methods': 'GET, PUT', 'access-control-allow-headers': 'content-type' })
      return reply.code(204).send()
    })
    scope.put<{ Params: { '*': string } }>(LINKS, { bodyLimit: MOST_BYTES }, async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) throw new Refusal('FILE_TYPE_NOT_TAKEN')
      const { id, type, size } = await attachments.receive(request.params['*'], request.body)
      return reply.code(201).send({ id, type, size })
    })
    scope.get<{ Params: { '*': string } }>(LINKS, async (request, reply) => {
      const { type, bytes } = await attachments.read(request.params['*'])
      const { type: media, ending } = MEDIA[type]
      return reply.type(media).header('content-disposition', `attachment; filename="lampiran.${ending}"`).send(bytes)
    })
  })
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new Refusal('PAYLOAD_TOO_LARGE', `A file may have ${MOST_BYTES} bytes.`)
  return typeof status === 'number' && status < 500 ? new Refusal('FILE_TYPE_NOT_TAKEN') : undefined
}
