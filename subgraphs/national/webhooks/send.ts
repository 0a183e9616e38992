import { lookup as systemLookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isLoopback, isPublicAddress } from './public-address.ts'
import { readWebhookUrl } from './webhook-url.ts'

/** What became of a delivery. `GONE`: the receiver wants no more. */
export type Outcome = 'TAKEN' | 'FAILED' | 'GONE'

export type SendWebhook = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Outcome>

export interface SenderOptions {
  /** Whether receivers on this machine are taken: in development only. */
  readonly loopback: boolean
  /** All addresses of a name; the system's unless told otherwise. */
  readonly resolve?: (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/**
 * Posts to receivers that integrators have named, and to nothing of our own: the name is looked up for each delivery,
 * every address of it has to be public, and the connection goes to the addresses that were checked, so that a name that
 * changes in between changes nothing. Redirects are not followed. Never rejects.
 */
export function createSender({
  loopback,
  resolve = (host) => systemLookup(host, { all: true }),
  timeoutMs = TIMEOUT_MS,
}: SenderOptions): SendWebhook {
  const isTaken = (address: string) => isPublicAddress(address) || (loopback && isLoopback(address))

  const lookup: LookupFunction = (host, { all }, done) => {
    resolve(host).then(
      (found) => {
        const [first] = found
        if (!first || !found.every(({ address }) => isTaken(address))) {
          done(new Error('The name leads to no public address'), [])
        } else if (all) done(null, [...found])
        else done(null, first.address, first.family)
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), []),
    )
  }

  return (text, body, headers, signal) =>
    new Promise((settle) => {
      try {
        const url = readWebhookUrl(text, { loopback })
        const request = url.protocol === 'https:' ? requestHttps : requestHttp
        const sending = request(
          url,
          {
            method: 'POST',
            lookup,
            // no connection is shared, so that none is used for longer than its check
            agent: false,
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
            headers: {
              ...headers,
              'content-type': 'application/cloudevents+json; charset=utf-8',
              'content-length': Buffer.byteLength(body),
              'user-agent': 'lawang-webhooks',
            },
          },
          (response) => {
            settle(outcomeOf(response.statusCode ?? 0))
            // what a receiver says is not read
            response.destroy()
          },
        )
        sending.on('error', () => settle('FAILED'))
        sending.end(body)
      } catch {
        settle('FAILED')
      }
    })
}

function outcomeOf(status: number): Outcome {
  if (status === 410) return 'GONE'
  return status >= 200 && status < 300 ? 'TAKEN' : 'FAILED'
}
