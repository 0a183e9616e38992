import type { Registry } from '@lawang/schema/network'
import type { SigningKey } from '../keys/signing-key.ts'

/** The media type in the protected header: a signature for something else is none of a registry. */
export const REGISTRY_TYPE = 'lawang-registry+jws'

/** The text of a registry file, signed by an operator: a flattened JSON Web Signature (RFC 7515 §7.2.2). */
export function signRegistry(registry: Registry, operator: SigningKey): string {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = encoded({ alg: 'EdDSA', kid: operator.id, typ: REGISTRY_TYPE })
  const payload = encoded(registry)
  const signature = operator.sign(Buffer.from(`${header}.${payload}`)).toString('base64url')
  return `${JSON.stringify({ payload, protected: header, signature }, null, 2)}\n`
}
