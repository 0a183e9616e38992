import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A smaller answer fits into one packet anyway. */
const MIN_LENGTH = 1400
/** Half of the time of the default level, for a few per cent of the size. */
const LEVEL = 3

const zip = promisify(gzip)

/** Whether an answer is so long that it depends on the client's Accept-Encoding how it is sent. */
export function isCompressible(body: string): boolean {
  return body.length >= MIN_LENGTH
}

/** Compresses an answer away from the event loop. */
export function compress(body: string): Promise<Buffer> {
  return zip(body, { level: LEVEL })
}

/** Reads Accept-Encoding. */
export function acceptsGzip(accepted: string | undefined): boolean {
  if (accepted === undefined) return false
  return accepted.split(',').some((one) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(1(\.0*)?|0\.\d*[1-9]\d*))?\s*$/i.test(one))
}
