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
const SCRIPT = '/graphiql/sign-in.js'
/** A token is in the page: nobody frames it, or gives it another base. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-encoding': 'gzip',
  'content-security-policy': "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
  'referrer-policy': 'no-referrer',
}

/**
 * Serves GraphiQL, whole and from here: it needs no other server, but to sign in. `/graphiql` always, `/` and `/graphql`
 * to browsers.
 */
export function addGraphiql(server: FastifyInstance, options: GraphiqlOptions): void {
  let zipped: Promise<Buffer> | undefined
  const send = async (_request: FastifyRequest, reply: FastifyReply) => {
    zipped ??= zippedPage(options)
    return reply.headers(PAGE_HEADERS).send(await zipped)
  }
  if (options.signIn !== undefined) {
    const script = readFileSync(new URL('sign-in-script.js', import.meta.url))
    server.get(SCRIPT, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
  }
  server.get('/graphiql', send)
  server.get('/', async (request, reply) => (prefersHtml(request) ? send(request, reply) : reply.callNotFound()))
  server.addHook('preHandler', (request, reply, done) => {
    const asksPage = request.method === 'GET' && request.routeOptions.url === '/graphql' && prefersHtml(request)
    if (asksPage && !request.url.includes('query=')) send(request, reply).catch(done)
    else done()
  })
}

/** Nine megabytes before every browser unzips them: read when the first browser asks, and kept zipped only. */
async function zippedPage({ hasExamples, signIn }: GraphiqlOptions): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const page = renderGraphiQL({
    title: 'GraphiQL',
    endpoint: '/graphql',
    defaultQuery: hasExamples ? DEFAULT_QUERY : PLAIN_QUERY,
    subscriptionsProtocol: 'WS',
  })
  return gzipSync(signIn === undefined ? page : withSignIn(page, signIn))
}

const RENDER = 'YogaGraphiQL.renderYogaGraphiQL('
const LINK = `<button onclick="LawangSignIn.begin()" style="position:fixed;right:1rem;bottom:1rem;z-index:9">Sign in</button>`

/** The page with a way to sign in: it shows GraphiQL when it is known who looks. Throws where the page is made otherwise. */
function withSignIn(page: string, issuer: string): string {
  const at = page.lastIndexOf(RENDER)
  const body = page.indexOf('<div id="root">')
  if (at < 0 || body < 0) throw new Error('The page of GraphiQL has changed: the way to sign in has no place in it.')
  const script = `<script src="${SCRIPT}" data-issuer="${issuer}" data-client="${CLIENT_ID}"></script>`
  const rendered = `LawangSignIn.render(YogaGraphiQL, ${page.slice(at + RENDER.length)}`
  return `${page.slice(0, body)}${LINK}${script}${page.slice(body, at)}${rendered}`
}

/** Browsers ask for pages and never for JSON when someone types an address. */
function prefersHtml(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('text/html') && !accept.includes('json') && !accept.includes('event-stream')
}
