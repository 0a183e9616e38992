import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createHttpSend } from '@lawang/gateway/execute/http-send'
import { parseId } from '@lawang/schema/id'
import type { MemberEntry } from '@lawang/schema/network'

// Hands each request on to the member whose id it names, over the gateway's own connections, and its answer back: no GraphQL,
// no routing but a look into a map. What it costs over many members is what their sockets cost, whoever writes to them.
const members = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly MemberEntry[]
const endpoints = new Map(
  members.flatMap(({ name, url, governments }) =>
    governments.map((government) => [government as string, { name, url: `${url}/graphql`, region: undefined }]),
  ),
)
const { send } = createHttpSend({ timeoutMs: 5_000, report: () => {} })

const server = createServer(async (request, response) => {
  const body = await text(request)
  const { variables } = JSON.parse(body) as { variables: { id: string } }
  const id = parseId(variables.id)
  const endpoint = id.form === 'valid' ? endpoints.get(id.government) : undefined
  const answer = endpoint && (await send(endpoint, body, { signal: new AbortController().signal }))
  const isAnswered = answer?.kind === 'answered' && answer.text !== undefined
  response.setHeader('content-type', 'application/json')
  response.end(isAnswered ? answer.text : JSON.stringify({ errors: [{ message: 'No answer' }] }))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)
})
process.once('SIGTERM', () => process.exit())
