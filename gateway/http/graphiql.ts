import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const DEFAULT_QUERY = `# What there is to choose from. Run it with Ctrl-Enter.
query Reference {
  categories {
    code
    name
  }
  regions(parent: "64") {
    code
    name
    tier
  }
}

# A first complaint: remove the #, then choose FileComplaint at the run button.
# mutation FileComplaint {
#   fileComplaint(
#     input: {
#       door: "64.08"
#       kind: COMPLAINT
#       title: "Lampu jalan padam"
#       body: "Sudah dua minggu lampu jalan di depan pasar padam."
#       channel: WEB
#     }
#   ) {
#     id
#     status
#     handledBy {
#       name
#     }
#     receipt {
#       secret
#     }
#   }
# }

# Every step, live: it stays open until you stop it.
# subscription Live {
#   complaintChanged(region: "64") {
#     at
#     type
#     complaint {
#       id
#       status
#     }
#   }
# }
`

const PLAIN_QUERY = '# Ctrl-Space shows what can be asked, Ctrl-Enter runs it.\nquery {\n  __typename\n}\n'

export interface GraphiqlOptions {
  /** Whether the schema is the one that the example operations are written for. */
  readonly hasExamples: boolean
  /** Base url of the issuer at which its users sign in; undefined where nobody can. */
  readonly signIn: string | undefined
}

/** The client that GraphiQL is at the issuer. */
const CLIENT_ID = 'lawang-front-end'
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-encoding': 'gzip',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/**
 * Serves GraphiQL, whole and from here: it needs no other server, but to sign in. `/graphiql` always, `/` and `/graphql`
 * to browsers.
 */
export function addGraphiql(server: FastifyInstance, options: GraphiqlOptions): void {
  let made: Promise<GraphiqlPage> | undefined
  const send = async (_request: FastifyRequest, reply: FastifyReply) => {
    made ??= makePage(options)
    const { zipped, policy } = await made
    return reply.headers({ ...PAGE_HEADERS, 'content-security-policy': policy }).send(zipped)
  }
  server.get('/graphiql', send)
  server.get('/', async (request, reply) => (prefersHtml(request) ? send(request, reply) : reply.callNotFound()))
  server.addHook('preHandler', (request, reply, done) => {
    const asksPage = request.method === 'GET' && request.routeOptions.url === '/graphql' && prefersHtml(request)
    if (asksPage && !request.url.includes('query=')) send(request, reply).catch(done)
    else done()
  })
}

interface GraphiqlPage {
  readonly zipped: Buffer
  readonly policy: string
}

/** Nine megabytes before every browser unzips them: read when the first browser asks, and kept zipped only. */
async function makePage({ hasExamples, signIn }: GraphiqlOptions): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const page = renderGraphiQL({
    title: 'GraphiQL',
    endpoint: '/graphql',
    defaultQuery: hasExamples ? DEFAULT_QUERY : PLAIN_QUERY,
    subscriptionsProtocol: 'WS',
  })
  const whole = signIn === undefined ? page : withSignIn(page, signIn)
  return { zipped: gzipSync(whole), policy: pagePolicy(whole, signIn) }
}

const INLINE_SCRIPT = /<script[^>]*>([\s\S]*?)<\/script>/g

/**
 * What browsers may do with the page, in which a token is: run the scripts that stand in it, known by their hashes, and no
 * other; ask this server and the issuer, and no other; nobody frames it, or gives it another base. GraphiQL's editor writes
 * styles, carries its font, and runs its language's service in workers that it makes of its own text.
 */
function pagePolicy(page: string, signIn: string | undefined): string {
  const hashes = [...page.matchAll(INLINE_SCRIPT)].map(([, text = '']) => `'sha256-${hash('sha256', text, 'base64')}'`)
  const issuer = signIn === undefined ? '' : ` ${new URL(signIn).origin}`
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    `connect-src 'self'${issuer}`,
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    'worker-src blob:',
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

const RENDER = 'YogaGraphiQL.renderYogaGraphiQL('
const BUTTON = `<button style="position:fixed;right:1rem;bottom:1rem;z-index:9">Sign in</button>`

/** The page with a way to sign in: it shows GraphiQL when it is known who looks. Throws where the page is made otherwise. */
function withSignIn(page: string, issuer: string): string {
  const at = page.lastIndexOf(RENDER)
  const body = page.indexOf('<div id="root">')
  if (at < 0 || body < 0) throw new Error('The page of GraphiQL has changed: the way to sign in has no place in it.')
  const text = readFileSync(new URL('sign-in-script.js', import.meta.url), 'utf8')
  const script = `<script data-issuer="${issuer}" data-client="${CLIENT_ID}">${text}</script>`
  const rendered = `LawangSignIn.render(YogaGraphiQL, ${page.slice(at + RENDER.length)}`
  return `${page.slice(0, body)}${BUTTON}${script}${page.slice(body, at)}${rendered}`
}

/** Browsers ask for pages and never for JSON when someone types an address. */
function prefersHtml(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('text/html') && !accept.includes('json') && !accept.includes('event-stream')
}
