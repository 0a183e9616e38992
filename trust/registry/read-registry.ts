import { record, textThat } from '@lawang/schema/exchange/parse'
import type { Registry } from '@lawang/schema/network'
import { parseRegistry, parseSignedContent } from '@lawang/schema/registry'
import { type VerifyingKey, verifyingKey } from '../keys/verifying-key.ts'
import { REGISTRY_TYPE } from './sign-registry.ts'

const part = textThat((value) => /^[\w-]+$/.test(value), 'a part of a JSON Web Signature')
const parseSigned = record<{ readonly payload: string; readonly protected: string; readonly signature: string }>({
  payload: part,
  protected: part,
  signature: part,
})

/** Reads a registry file's text. Throws with one sentence when it is not to be used. */
export type ReadRegistry = (text: string) => Registry

/** Reads registries that one of these operators has signed, and no others. `keys` are public keys in base64url. */
export function signedRegistryReader(keys: readonly string[]): ReadRegistry {
  const operators = new Map<string, VerifyingKey>(keys.map(verifyingKey).map((key) => [key.id, key]))
  return (text) => {
    const signed = parseSigned(parseJson(text), 'The signed registry')
    const operator = operators.get(operatorOf(signed.protected))
    if (!operator) throw new Error('The registry is signed by a key that is none of the operators')
    const base = Buffer.from(`${signed.protected}.${signed.payload}`)
    if (!operator.verify(base, Buffer.from(signed.signature, 'base64url'))) {
      throw new Error('The signature of the registry is not that of its content')
    }
    return parseSignedContent(Buffer.from(signed.payload, 'base64url').toString('utf8'))
  }
}

/** Reads a plain array of members, of which nothing is proved: for a network on one machine. */
export const plainRegistry: ReadRegistry = (text) => ({
  sequence: 0,
  environment: 'development',
  members: parseRegistry(text),
  gateways: [],
  retired: [],
})

/** Only this one form of header is taken: no other algorithm, no key or address of a key in it (`jwk`, `jku`). */
function operatorOf(header: string): string {
  const fields = parseJson(Buffer.from(header, 'base64url').toString('utf8'))
  const { alg, kid, typ, ...others } = Object(fields)
  if (alg !== 'EdDSA' || typ !== REGISTRY_TYPE || typeof kid !== 'string' || Object.keys(others).length > 0) {
    throw new Error('The header of the signed registry is none that is taken')
  }
  return kid
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The registry is no JSON')
  }
}
