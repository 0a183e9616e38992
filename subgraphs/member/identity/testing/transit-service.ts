import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A key management service on a real socket that speaks what the product uses of the transit API. */
export interface TransitService {
  readonly url: string
  /** Adds a version of the key. */
  rotate(): void
  close(): Promise<void>
}

export async function startTransitService(token: string): Promise<TransitService> {
  const versions = [randomBytes(32)]
  const server = createServer((request, response) => {
    const answer = (status: number, data: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
    }
    if (request.headers['x-vault-token'] !== token) return answer(403, {})
    readBody(request)
      .then((body) => answer(200, act(versions, `${request.url}`, body)))
      .catch(() => answer(400, {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    rotate: () => versions.push(randomBytes(32)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Body = Readonly<Record<string, string>>

function act(versions: readonly Buffer[], path: string, body: Body): object {
  if (path === '/v1/transit/keys/lawang-identity') return { latest_version: versions.length }
  const context = Buffer.from(body.associated_data ?? '', 'base64')
  if (path === '/v1/transit/encrypt/lawang-identity') {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', versions.at(-1) ?? Buffer.alloc(0), nonce)
    cipher.setAAD(context)
    const sealed = Buffer.concat([cipher.update(Buffer.from(body.plaintext ?? '', 'base64')), cipher.final()])
    const bytes = Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
    return { ciphertext: `vault:v${versions.length}:${bytes}` }
  }
  const [, version, text] = (body.ciphertext ?? '').split(':')
  const bytes = Buffer.from(text ?? '', 'base64')
  const key = versions[Number(version?.slice(1)) - 1] ?? Buffer.alloc(0)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(context)
  decipher.setAuthTag(bytes.subarray(-16))
  return { plaintext: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64') }
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Body)
}
