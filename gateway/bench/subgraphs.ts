import { createServer } from 'node:http'
import { PORTS } from './graph.ts'

/**
 * The benchmark's subgraphs: they answer without executing GraphQL, so that the measured process is the bottleneck. A
 * row has every field that any operation asks of it, but for those of another owner.
 */
type Row = Readonly<Record<string, unknown>>
type Variables = Readonly<Record<string, unknown>>

const numberIn = (id: unknown) => Number(String(id).slice(1))
const agency = (id: unknown): Row => ({
  id,
  name: `Agency ${numberIn(id)}`,
  headquarters: { __typename: 'Region', id: `r${numberIn(id) % 38}` },
})
const region = (id: unknown): Row => ({
  id,
  name: `Region ${numberIn(id)}`,
  leadComplaint: { __typename: 'Complaint', id: `c${numberIn(id) * 3}` },
})
const complaint = (id: unknown): Row => ({
  id,
  title: `Complaint ${numberIn(id)}`,
  status: numberIn(id) % 3 === 0 ? 'CLOSED' : 'OPEN',
  agency: { __typename: 'Agency', id: `a${(numberIn(id) * 7) % 50}` },
  region: { __typename: 'Region', id: `r${(numberIn(id) * 5) % 38}` },
})
const ENTITIES: Readonly<Record<string, (id: unknown) => Row>> = {
  Agency: agency,
  Region: region,
  Complaint: complaint,
}

/** Leaves of a row that the text names: enough for the operations of this benchmark. */
function picked(row: Row, text: string): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([key]) => text.includes(key === 'id' ? 'id' : key) || key === '__typename'),
  )
}

function answer(text: string, variables: Variables): unknown {
  if (text.includes('_entities')) {
    const list = Object.values(variables).find((value) => Array.isArray(value)) as readonly Row[]
    return {
      _entities: list.map((one) => {
        const row = ENTITIES[String(one.__typename)]?.(one.id) ?? {}
        return { __typename: one.__typename, ...picked(row, text) }
      }),
    }
  }
  if (text.includes('complaints')) {
    const { n, s } = variables
    return { complaints: Array.from({ length: Number(n) }, (_, at) => picked(complaint(`c${Number(s) + at}`), text)) }
  }
  // the order of the operation, so that the answer can go through as it is
  const { id, title, status } = complaint(variables.id)
  return { complaint: { id, title, status } }
}

for (const port of Object.values(PORTS)) {
  createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        query: string
        variables: Variables
      }
      const body = JSON.stringify({ data: answer(query, variables) })
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body)
    })
  }).listen(port, '127.0.0.1')
}
