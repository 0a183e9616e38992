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

/**
 * Serves GraphiQL, whole and from here: it needs no other server. `/graphiql` always, `/` and `/graphql` to browsers.
 * `hasExamples` says whether the schema is the one that the example operations are written for.
 */
export function addGraphiql(server: FastifyInstance, hasExamples: boolean): void {
  let zipped: Promise<Buffer> | undefined
  const send = async (_request: FastifyRequest, reply: FastifyReply) => {
    zipped ??= zippedPage(hasExamples)
    return reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }).send(await zipped)
  }
  server.get('/graphiql', send)
  server.get('/', async (request, reply) => (prefersHtml(request) ? send(request, reply) : reply.callNotFound()))
  server.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'GET' || request.routeOptions.url !== '/graphql') return
    if (prefersHtml(request) && !request.url.includes('query=')) await send(request, reply)
  })
}

/** Nine megabytes before every browser unzips them: read when the first browser asks, and kept zipped only. */
async function zippedPage(hasExamples: boolean): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const page = renderGraphiQL({
    title: 'GraphiQL',
    endpoint: '/graphql',
    defaultQuery: hasExamples ? DEFAULT_QUERY : PLAIN_QUERY,
    subscriptionsProtocol: 'WS',
  })
  return gzipSync(page)
}

/** Browsers ask for pages and never for JSON when someone types an address. */
function prefersHtml(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('text/html') && !accept.includes('json') && !accept.includes('event-stream')
}
