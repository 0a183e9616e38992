import { createServer, type IncomingMessage, type Server } from 'node:http'
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  defaultFieldResolver,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  validate,
} from 'graphql'

type Row = Readonly<Record<string, unknown>>

/** Resolvers by type and field; `resolveReference` finds an entity by its representation. */
export type Resolvers = Readonly<
  Record<string, Readonly<Record<string, (source: Row, args: Row, info: { readonly path: unknown }) => unknown>>>
>

export interface SubgraphRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
}

/** A subgraph on a socket of its own, that remembers what it was asked and can be told to misbehave. */
export interface SubgraphServer {
  readonly url: string
  readonly requests: SubgraphRequest[]
  /** `hang` never answers, `garbage` answers HTML with status 502; it is healthy only when it behaves `well`. */
  behave(how: 'well' | 'hang' | 'garbage'): void
  close(): Promise<void>
}

/** Starts a Federation 2 subgraph on a free port; `resolveField` answers the fields that have no resolver. */
export async function startSubgraph(
  typeDefs: string,
  resolvers: Resolvers,
  resolveField: GraphQLFieldResolver<Row, unknown> = defaultFieldResolver,
): Promise<SubgraphServer> {
  const schema = subgraphSchema(parse(typeDefs))
  const requests: SubgraphRequest[] = []
  let behaviour: 'well' | 'hang' | 'garbage' = 'well'
  const server = createServer(async (message, response) => {
    if (message.url === '/health') {
      response.writeHead(behaviour === 'well' ? 200 : 503).end('{}')
      return
    }
    const body = JSON.parse(await readBody(message)) as Omit<SubgraphRequest, 'authorization'>
    requests.push({ ...body, authorization: message.headers.authorization })
    if (behaviour === 'hang') return
    if (behaviour === 'garbage') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
      return
    }
    const result = await answer(schema, body, resolvers, resolveField)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  })
  const url = await listen(server)
  return {
    url,
    requests,
    behave: (how) => {
      behaviour = how
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The subgraph got no port')
  return `http://127.0.0.1:${address.port}`
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The subgraph's schema with `_entities`; federation directives stay in the text, where nobody reads them. */
function subgraphSchema(document: DocumentNode): GraphQLSchema {
  const types = new Map<string, ObjectTypeDefinitionNode>()
  const others: DefinitionNode[] = []
  for (const definition of [...document.definitions, ...QUERY_EXTENSION.definitions]) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) {
      const known = types.get(definition.name.value)
      const fields = [...(known?.fields ?? []), ...(definition.fields ?? [])]
      const directives = [...(known?.directives ?? []), ...(definition.directives ?? [])]
      types.set(definition.name.value, {
        ...definition,
        ...known,
        kind: Kind.OBJECT_TYPE_DEFINITION,
        fields,
        directives,
      })
    } else if (definition.kind !== Kind.SCHEMA_EXTENSION) {
      others.push(definition)
    }
  }
  const entities = [...types.values()].filter((type) => type.directives?.some((one) => ENTITY.has(one.name.value)))
  const members = entities.map((type) => type.name.value).join(' | ') || 'Query'
  const federation = parse(`scalar _Any union _Entity = ${members}`).definitions
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...types.values(), ...others, ...federation] },
    { assumeValidSDL: true },
  )
}

/** A contract's entities are @routed in what clients see of the supergraph, where @key does not show. */
const ENTITY: ReadonlySet<string> = new Set(['key', 'routed'])

const QUERY_EXTENSION = parse('extend type Query { _entities(representations: [_Any!]!): [_Entity]! }')

async function answer(
  schema: GraphQLSchema,
  { query, variables }: Omit<SubgraphRequest, 'authorization'>,
  resolvers: Resolvers,
  resolveField: GraphQLFieldResolver<Row, unknown>,
) {
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors }
  const fieldResolver: GraphQLFieldResolver<Row, unknown> = async (source, args, context, info) => {
    if (info.fieldName === '_entities') {
      const representations = args.representations as readonly Row[]
      return representations.map(async (one) => {
        const row = await resolvers[String(one.__typename)]?.resolveReference?.(one, {}, info)
        return isRow(row) ? { __typename: one.__typename, ...row } : null
      })
    }
    const resolve = resolvers[info.parentType.name]?.[info.fieldName]
    return resolve ? resolve(source ?? {}, args, info) : resolveField(source, args, context, info)
  }
  return execute({
    schema,
    document,
    variableValues: variables,
    fieldResolver,
    typeResolver: (row: Row, _context, _info, type) => {
      const [only, ...others] = schema.getPossibleTypes(type)
      return typeof row.__typename === 'string' ? row.__typename : others.length === 0 ? only?.name : undefined
    },
  })
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
