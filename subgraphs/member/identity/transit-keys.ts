import { type KeyPort, KeysUnavailable } from './key-port.ts'

/** Where the master key lives when it lives in a key management service. */
export interface TransitOptions {
  /** Base url of a service with the transit API of OpenBao and Vault. */
  readonly url: string
  /** Name of the key there: type aes256-gcm96. */
  readonly key: string
  /** Reads the token that is shown there, anew for each request: tokens are renewed beside this process. */
  readonly token: () => Promise<string>
  readonly timeoutMs: number
}

/**
 * A key port over a key management service: the master key never enters this process. The complaint's id is given as
 * associated data. The key's id is its name and version there (`identity:v3`).
 */
export function createTransitKeys(options: TransitOptions): KeyPort {
  const { key } = options
  const post = (action: string, body: object) => ask(options, 'POST', `${action}/${encodeURIComponent(key)}`, body)
  return {
    async currentKeyId() {
      const version = fieldOf(await ask(options, 'GET', `keys/${encodeURIComponent(key)}`), 'latest_version')
      if (typeof version !== 'number') throw unexpected()
      return `${key}:v${version}`
    },
    async wrap(complaint, dataKey) {
      const answer = await post('encrypt', { plaintext: base64(dataKey), associated_data: associated(complaint) })
      const ciphertext = fieldOf(answer, 'ciphertext')
      const version = typeof ciphertext === 'string' ? /^[a-z]+:(v\d+):/.exec(ciphertext)?.[1] : undefined
      if (typeof ciphertext !== 'string' || version === undefined) throw unexpected()
      return { keyId: `${key}:${version}`, bytes: new TextEncoder().encode(ciphertext) }
    },
    async unwrap(complaint, { bytes }) {
      const ciphertext = new TextDecoder().decode(bytes)
      const plaintext = fieldOf(
        await post('decrypt', { ciphertext, associated_data: associated(complaint) }),
        'plaintext',
      )
      if (typeof plaintext !== 'string') throw unexpected()
      return new Uint8Array(Buffer.from(plaintext, 'base64'))
    },
  }
}

/** The `data` of an answer. What the service says of an error is not repeated: it may quote what was sent. */
async function ask({ url, token, timeoutMs }: TransitOptions, method: string, path: string, body?: object) {
  try {
    const response = await fetch(`${url}/v1/transit/${path}`, {
      method,
      headers: { 'x-vault-token': await token(), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new KeysUnavailable(`The key management service answers with status ${response.status}.`)
    const answer: unknown = await response.json()
    return fieldOf(answer, 'data')
  } catch (cause) {
    if (cause instanceof KeysUnavailable) throw cause
    throw new KeysUnavailable('The key management service does not answer.', { cause })
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function associated(complaint: string): string {
  return Buffer.from(`lawang identity key 1|${complaint}`).toString('base64')
}

function unexpected(): KeysUnavailable {
  return new KeysUnavailable('The key management service gives an answer of another form than the transit API has.')
}
