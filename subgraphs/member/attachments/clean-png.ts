import { crc32, inflateSync } from 'node:zlib'
import { broken, concat, requireSize, textAt, viewOf } from './cleaned.ts'

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** What makes pixels. Texts, times, Exif, colour profiles and animations go. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'])
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * The picture without anything but what makes pixels, chunk by chunk with its checksum. Refuses what is not one whole PNG
 * from the first byte to the last, and compressed data that grows beyond its pixels.
 */
export function cleanPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [PNG_SIGNATURE]
  const data: Uint8Array[] = []
  let pixels = 0
  for (let at = PNG_SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw broken('it breaks off')
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length) throw broken('a part is longer than the file')
    const type = textAt(bytes, at + 4, 4)
    if (view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) throw broken('a checksum is wrong')
    if (at === PNG_SIGNATURE.length) pixels = readHeader(type, bytes.subarray(at + 8, end - 4))
    if (KEPT.has(type)) kept.push(bytes.subarray(at, end))
    else if (/^[A-Z]/.test(type)) throw broken('a part is of no known kind')
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4))
    at = end
    if (type !== 'IEND') continue
    if (at !== bytes.length) throw broken('something follows the end of the picture')
    requireInflatesTo(concat(data), pixels)
    return concat(kept)
  }
}

/** How many bytes its pixels have at most, each row with its filter and seven passes' rounding where it is interlaced. */
function readHeader(type: string, header: Uint8Array): number {
  if (type !== 'IHDR' || header.length !== 13) throw broken('it has no header')
  const view = viewOf(header)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  requireSize(width, height)
  const bits = (CHANNELS[header[9] ?? 0] ?? 4) * (header[8] ?? 8)
  return Math.ceil((width * bits) / 8 + 2) * height * (header[12] ? 2 : 1) + 64
}

function requireInflatesTo(data: Uint8Array, most: number): void {
  try {
    inflateSync(data, { maxOutputLength: most })
  } catch {
    throw broken('its pixels cannot be unpacked')
  }
}
