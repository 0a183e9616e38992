import { isIP } from 'node:net'
import { Refusal } from '@lawang/schema/errors'
import { isLoopback, isPublicAddress } from './public-address.ts'

/** Ports that web servers have; others may be those of something that takes orders from whoever connects. */
const PORTS = new Set(['', '443', '8443'])
const LONGEST = 500

/**
 * Reads the address that events are to be sent to. Names are looked up when something is sent, each time: what is checked
 * here is what the address says by itself. With `loopback`, plain HTTP to this machine is taken as well. Refuses INVALID_WEBHOOK.
 */
export function readWebhookUrl(text: string, { loopback }: { readonly loopback: boolean }): URL {
  const url = text.length <= LONGEST ? URL.parse(text) : null
  if (!url) throw invalid(`url must be an address of at most ${LONGEST} characters that begins with https://.`)
  // The parser has made 2130706433, 0x7f.1 and 127.1 to 127.0.0.1.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (loopback && isLoopback(host) && ['http:', 'https:'].includes(url.protocol)) return url
  if (url.protocol !== 'https:') throw invalid('url must begin with https://.')
  if (url.username !== '' || url.password !== '') throw invalid('url must not hold a user or a password.')
  if (!PORTS.has(url.port)) throw invalid('url must be at port 443 or 8443.')
  if (isIP(host) !== 0 ? !isPublicAddress(host) : !isPublicName(host)) {
    throw invalid('url must be at a host of the public internet.')
  }
  return url
}

/** Names that no public server has. */
function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, '')
  return name.includes('.') && !/(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa)$/.test(name)
}

function invalid(sentence: string): Refusal {
  return new Refusal('INVALID_WEBHOOK', sentence, { field: 'url' })
}
