import { generateKeyPairSync, hkdfSync } from 'node:crypto'
import { integerFrom, MalformedMessage, record, textThat } from '@lawang/schema/exchange/parse'
import type { Signer } from '../http/sign-request.ts'
import { hmacSha256, type Mac } from '../keys/hmac.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import { Agreement } from './agreement.ts'
import { agreementPublicKey, publicKey, sharedSecret } from './x25519.ts'

/** Seconds for which a session is good. */
export const SESSION_SECONDS = 600

/** What a server has signed to agree with another on a key: nobody else can make it, and the other needs nothing but it. */
export interface SessionTerms {
  readonly from: string
  /** The server that it is for, and the key of it that was agreed with. */
  readonly to: string
  readonly toKey: string
  /** The Ed25519 key that signs the terms. */
  readonly fromKey: string
  /** An X25519 key that was made for this session. */
  readonly x: string
  /** Seconds since 1970. */
  readonly begins: number
  readonly ends: number
}

/** A session as the server that opened it uses it. */
export interface OpenSession {
  readonly signer: Signer
  /** What `SESSION_FIELD` shows. */
  readonly agreement: Agreement
  /** Seconds since 1970. */
  readonly ends: number
}

/** Opens a session with a server, by its Ed25519 public key in the registry. Signs once. */
export function openSession(
  {
    from,
    to,
    toKey,
  }: { readonly from: string; readonly to: string; readonly toKey: { readonly id: string; readonly x: string } },
  key: SigningKey,
  nowSeconds: number,
): OpenSession {
  const pair = generateKeyPairSync('x25519')
  const x = String(pair.publicKey.export({ format: 'jwk' }).x)
  const times = { begins: nowSeconds, ends: nowSeconds + SESSION_SECONDS }
  const terms: SessionTerms = { from, to, toKey: toKey.id, fromKey: key.id, x, ...times }
  const text = Buffer.from(JSON.stringify(terms)).toString('base64url')
  const agreement = new Agreement(`${text}.${key.sign(Buffer.from(statement(text))).toString('base64url')}`)
  const mac = macOf(sharedSecret(pair.privateKey, agreementPublicKey(toKey.x)), agreement.text)
  return { signer: { keyid: agreement.name, alg: 'hmac-sha256', sign: mac.of }, agreement, ends: times.ends }
}

/** A session as the server that it was opened with uses it. */
export interface AgreedSession {
  readonly terms: SessionTerms
  /** The signature in base64. */
  verify(text: string, signature: string): boolean
}

const text = textThat((value) => value.length > 0 && value.length <= 100, 'a text')
const key = textThat((value) => /^[\w-]{43}$/.test(value), 'a key')
const seconds = integerFrom(0)
const parseTerms = record<SessionTerms>({
  from: text,
  to: text,
  toKey: key,
  fromKey: key,
  x: key,
  begins: seconds,
  ends: seconds,
})

/** What a server needs to agree to a session that somebody opens with it. */
export interface AgreeOptions {
  /** This server's name and key. */
  readonly name: string
  readonly key: SigningKey
  /** Checks a signature with a key of the registry, if it is that server's. */
  readonly isSignedBy: (server: string, keyid: string, data: Uint8Array, signature: Uint8Array) => boolean
}

/** Reads an agreement; undefined where it is none, is not signed, or is for another server or key. */
export function agreeToSession(
  agreement: string,
  { name, key: own, isSignedBy }: AgreeOptions,
): AgreedSession | undefined {
  const [, part = '', signature = ''] = /^([\w-]{1,1000})\.([\w-]{86})$/.exec(agreement) ?? []
  const terms = readTerms(part)
  if (!terms || terms.to !== name || terms.toKey !== own.id) return undefined
  if (terms.ends <= terms.begins || terms.ends - terms.begins > SESSION_SECONDS) return undefined
  const bytes = Buffer.from(signature, 'base64url')
  if (!isSignedBy(terms.from, terms.fromKey, Buffer.from(statement(part)), bytes)) return undefined
  const shared = own.agree(publicKey(terms.x))
  if (!shared) return undefined
  return { terms, verify: macOf(shared, agreement).isOf }
}

function readTerms(part: string): SessionTerms | undefined {
  try {
    return parseTerms(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')), 'session')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedMessage) return undefined
    throw error
  }
}

/** Both halves of the agreement are bound into the key: another agreement has another. */
function macOf(shared: Uint8Array, agreement: string): Mac {
  return hmacSha256(Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), statement(agreement), 32)))
}

function statement(content: string): string {
  return `lawang session 1\n${content}`
}
