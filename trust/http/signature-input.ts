import { type Coverage, readCoverage } from './coverage.ts'

/** What a Signature-Input field says of one signature (RFC 9421 §4.1). */
export interface SignatureInput {
  readonly coverage: Coverage
  /** The field's value after the label: it is signed as it was sent. */
  readonly parameters: string
  /** Seconds since 1970. */
  readonly created: number
  readonly nonce: string
  readonly keyid: string
}

/** The one label that is read. Signatures under others are a proxy's business. */
export const LABEL = 'lawang'

const INPUT =
  /^lawang=((\([^()]*\));created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([\w-]{1,100})";alg="(ed25519|hmac-sha256)")$/

/** Writes the parameters of a signature: the value of Signature-Input after the label. */
export function signatureParameters(
  { list }: Coverage,
  {
    created,
    nonce,
    keyid,
    alg = 'ed25519',
  }: Omit<SignatureInput, 'coverage' | 'parameters'> & { readonly alg?: string },
): string {
  return `${list};created=${created};nonce="${nonce}";keyid="${keyid}";alg="${alg}"`
}

/**
 * Reads a Signature-Input field. Exactly the form that `signatureParameters` writes is taken: a general reader of
 * structured fields would take more ways to say one thing than two servers of one network need.
 */
export function readSignatureInput(
  field: string,
): (SignatureInput & { readonly alg: 'ed25519' | 'hmac-sha256' }) | undefined {
  if (field.length > 1_000) return undefined
  const found = INPUT.exec(field)
  if (!found) return undefined
  const [, parameters = '', list = '', created, nonce = '', keyid = '', alg] = found
  const coverage = readCoverage(list)
  if (!coverage) return undefined
  return {
    coverage,
    parameters,
    created: Number(created),
    nonce,
    keyid,
    alg: alg === 'ed25519' ? 'ed25519' : 'hmac-sha256',
  }
}

/** What stands in a Signature field under our label, in base64. */
export function readSignature(field: string): string | undefined {
  return /^lawang=:([A-Za-z0-9+/]{40,100}={0,2}):$/.exec(field)?.[1]
}
