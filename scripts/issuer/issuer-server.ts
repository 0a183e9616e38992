import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:http'
import { createProvider, type IssuerOptions } from './provider.ts'
import { pagePolicy, signInPage } from './sign-in-page.ts'

const SIGN_IN = /^\/sign-in\/[\w-]+$/
/** A choice is one short word. */
const MOST_BYTES = 1024

/** The development issuer's server, not listening yet: OpenID endpoints, the sign-in page, and `GET /health`. */
export function issuerServer(options: IssuerOptions): Server {
  const provider = createProvider(options)
  const headers = {
    'content-security-policy': pagePolicy(options.redirectUris),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  }
  provider.use(async (ctx, next) => {
    if (ctx.path === '/health') {
      ctx.body = { status: 'ready' }
      return
    }
    if (!SIGN_IN.test(ctx.path)) return next()
    // Throws where the sign-in is not this browser's, or is over: the provider answers so.
    await provider.interactionDetails(ctx.req, ctx.res)
    if (ctx.method === 'POST') {
      const choice = new URLSearchParams(await readText(ctx.req)).get('person')
      const person = options.people.find(({ subject }) => subject === choice)
      if (person) {
        const result = { login: { accountId: person.subject, remember: false } }
        ctx.respond = false
        await provider.interactionFinished(ctx.req, ctx.res, result)
        return
      }
    }
    ctx.set(headers)
    ctx.type = 'html'
    ctx.body = signInPage(options.people, ctx.path)
  })
  return createServer(provider.callback())
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length > MOST_BYTES) return ''
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
