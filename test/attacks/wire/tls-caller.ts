import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { freshMoments, keySigner } from '@lawang/trust/http/request-signer'
import { signRequest } from '@lawang/trust/http/sign-request'
import { readSigningKey } from '@lawang/trust/keys/signing-key'
import { selfSignedCertificate, type TlsIdentity } from '@lawang/trust/tls/self-signed'

const DAY_MS = 86_400_000

/** The text of a server's key file, as its operator has it. */
function keyTextOf(server: string, dataFolder: string): string {
  return readFileSync(join(dataFolder, 'keys', `${server}.key.json`), 'utf8')
}

/** The certificate that a server of this network makes of its key; good until so many days from now. */
export function certificateOf(server: string, dataFolder: string, days = 1): TlsIdentity {
  const at = (from: number) => new Date(Date.now() + from * DAY_MS)
  return selfSignedCertificate(keyTextOf(server, dataFolder), { name: server, from: at(-9), until: at(days) })
}

export interface TlsRequest {
  /** The server's base. */
  readonly url: string
  readonly path: string
  readonly body: string
  /** The server that it is meant for. */
  readonly to: string
  /** Whose key signs it; nobody's without. */
  readonly signedBy?: string
  /** What is shown by TLS; nothing without. */
  readonly certificate?: TlsIdentity
}

/** Sends one request as somebody who has come by these keys would; gives the body of the answer. */
export async function callOverTls(dataFolder: string, asked: TlsRequest): Promise<unknown> {
  const { url, path, body, to, signedBy, certificate } = asked
  const headers = { 'content-type': 'application/json' }
  const target = { method: 'POST', authority: new URL(url).host, path, query: '?', to, body, headers }
  const signer = signedBy === undefined ? undefined : keySigner(readSigningKey(keyTextOf(signedBy, dataFolder)))
  const sent = request(url + path, {
    ...{ method: 'POST', agent: false, rejectUnauthorized: false, ...certificate },
    headers: signer ? signRequest(target, signer, freshMoments(Date.now)()) : headers,
  })
  sent.end(body)
  const [response] = await once(sent, 'response')
  return json(response)
}
