import { createHmac, timingSafeEqual } from 'node:crypto'
import { ATTACHMENT_TYPES, type AttachmentType } from './cleaned.ts'

/** What a link lets its bearer do, once for PUT, until it expires (milliseconds since 1970). */
export interface LinkGrant {
  readonly act: 'PUT' | 'GET'
  readonly id: string
  readonly complaint: string
  readonly type: AttachmentType
  readonly expires: number
}

/** A link's last part: the grant and its signature. It holds no personal data: links stand in logs of proxies. */
export function signLink(key: Uint8Array, { act, id, complaint, type, expires }: LinkGrant): string {
  const text = Buffer.from([act, id, complaint, type, expires].join('|')).toString('base64url')
  return `${text}.${signatureOf(key, text).toString('base64url')}`
}

/** Undefined for what this key has not signed, or for another act, and after the end. */
export function readLink(key: Uint8Array, token: string, act: LinkGrant['act'], now: Date): LinkGrant | undefined {
  const [text = '', signature = ''] = token.split('.')
  const shown = Buffer.from(signature, 'base64url')
  const right = signatureOf(key, text)
  if (shown.length !== right.length || !timingSafeEqual(shown, right)) return undefined
  const [granted, id, complaint, typeName, end] = Buffer.from(text, 'base64url').toString().split('|')
  const type = ATTACHMENT_TYPES.find((each) => each === typeName)
  const expires = Number(end)
  if (granted !== act || !id || !complaint || !type || !(expires > now.getTime())) return undefined
  return { act, id, complaint, type, expires }
}

function signatureOf(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(`lawang attachment link 1|${text}`).digest()
}
