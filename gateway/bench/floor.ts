import Fastify from 'fastify'
import { Pool } from 'undici'
import { PORTS, QUERIES, type QueryName } from './graph.ts'

/** What the gateway is measured against: the same fetches and merges, written by hand for three operations. */
interface Complaint {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly agency: { readonly id: string }
  readonly region: { readonly id: string }
}
interface Named {
  readonly id: string
  readonly name: string
}
type Variables = Readonly<Record<string, unknown>>

const pools = new Map(
  Object.entries(PORTS).map(([name, port]) => [name, new Pool(`http://127.0.0.1:${port}`, { connections: 32 })]),
)

async function call<Data>(name: keyof typeof PORTS, query: string, variables: Variables): Promise<Data> {
  const pool = pools.get(name)
  if (!pool) throw new Error(`There is no subgraph ${name}`)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ query, variables })
  const response = await pool.request({ method: 'POST', path: '/graphql', headers, body })
  const { data } = (await response.body.json()) as { data: Data }
  return data
}

async function entities<Row>(name: keyof typeof PORTS, type: string, ids: readonly string[], selection: string) {
  const list = [...new Set(ids)]
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`
  const r = list.map((id) => ({ __typename: type, id }))
  const { _entities: rows } = await call<{ _entities: Row[] }>(name, query, { r })
  const found = new Map(list.map((id, index) => [id, rows[index]]))
  return (id: string): Row => {
    const row = found.get(id)
    if (row === undefined) throw new Error(`There is no ${type} ${id}`)
    return row
  }
}

const complaints = async (selection: string, variables: Variables) => {
  const query = `query ($n: Int, $s: Int) { complaints(first: $n, skip: $s) { ${selection} } }`
  return (await call<{ complaints: Complaint[] }>('regency', query, variables)).complaints
}

const OPERATIONS: Readonly<Record<QueryName, (variables: Variables) => Promise<unknown>>> = {
  byid: (variables) => call('regency', QUERIES.byid.query, variables),
  async list(variables) {
    const rows = await complaints('id title status agency { id } region { id }', variables)
    const [agency, region] = await Promise.all([
      entities<Named>(
        'national',
        'Agency',
        rows.map((row) => row.agency.id),
        'name',
      ),
      entities<Named>(
        'provincial',
        'Region',
        rows.map((row) => row.region.id),
        'name',
      ),
    ])
    return {
      complaints: rows.map((row) => ({
        id: row.id,
        title: row.title,
        status: row.status,
        agency: { name: agency(row.agency.id).name },
        region: { name: region(row.region.id).name },
      })),
    }
  },
  async deep(variables) {
    type Agency = Named & { readonly headquarters: { readonly id: string } }
    type Region = Named & { readonly leadComplaint: { readonly id: string } }
    const rows = await complaints('id agency { id }', variables)
    const agency = await entities<Agency>(
      'national',
      'Agency',
      rows.map((row) => row.agency.id),
      'name headquarters { id }',
    )
    const regions = rows.map((row) => agency(row.agency.id).headquarters.id)
    const region = await entities<Region>('provincial', 'Region', regions, 'name leadComplaint { id }')
    const leads = regions.map((id) => region(id).leadComplaint.id)
    const lead = await entities<Complaint>('regency', 'Complaint', leads, 'title status')
    return {
      complaints: rows.map((row) => {
        const { name, headquarters } = agency(row.agency.id)
        const { name: regionName, leadComplaint } = region(headquarters.id)
        const { title, status } = lead(leadComplaint.id)
        const leadAnswer = { title, status }
        return { id: row.id, agency: { name, headquarters: { name: regionName, leadComplaint: leadAnswer } } }
      }),
    }
  },
}

const server = Fastify()
server.post('/graphql', async (request) => {
  const { operationName, variables } = request.body as { operationName: QueryName; variables: Variables }
  return { data: await OPERATIONS[operationName](variables) }
})
await server.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
