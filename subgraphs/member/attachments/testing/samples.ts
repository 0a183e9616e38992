import { crc32, deflateSync } from 'node:zlib'

/** Small files of each type, made here so that each test can break one in its own way. */

const text = (value: string) => new Uint8Array(Buffer.from(value, 'latin1'))
export const joined = (...parts: readonly (Uint8Array | string | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : Uint8Array.from(part)))))

const u16 = (value: number) => [value >> 8, value & 255]
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const little32 = (value: number) => u32(value).reverse()

export function jpegSegment(marker: number, payload: Uint8Array | string | readonly number[]): Uint8Array {
  const body = joined(payload)
  return joined([0xff, marker], u16(body.length + 2), body)
}

/** An Exif segment that says which way is up and, beyond it, where it was taken. */
export function exif(orientation: number, place: string): Uint8Array {
  const entry = [...u16(0x0112), ...u16(3), ...u32(1), ...u16(orientation), 0, 0]
  return jpegSegment(0xe1, joined('Exif\0\0', [0x4d, 0x4d, 0, 42], u32(8), u16(1), entry, u32(0), place))
}

export interface JpegParts {
  readonly width?: number
  readonly height?: number
  readonly extra?: readonly Uint8Array[]
  readonly after?: string
}

export function jpeg({ width = 2, height = 2, extra = [], after = '' }: JpegParts = {}): Uint8Array {
  return joined(
    [0xff, 0xd8],
    ...extra,
    jpegSegment(0xdb, new Uint8Array(65)),
    jpegSegment(0xc0, [8, ...u16(height), ...u16(width), 1, 1, 0x11, 0]),
    jpegSegment(0xc4, new Uint8Array(20)),
    jpegSegment(0xda, [1, 1, 0, 0, 63, 0]),
    [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
    [0xff, 0xd9],
    after,
  )
}

export function pngChunk(type: string, data: Uint8Array | string | readonly number[]): Uint8Array {
  const body = joined(type, data)
  return joined(u32(body.length - 4), body, u32(crc32(body)))
}

export interface PngParts {
  readonly width?: number
  readonly height?: number
  readonly pixels?: Uint8Array
  readonly extra?: readonly Uint8Array[]
  readonly after?: string
}

export function png({ width = 2, height = 2, pixels, extra = [], after = '' }: PngParts = {}): Uint8Array {
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', [...u32(width), ...u32(height), 8, 0, 0, 0, 0]),
    ...extra,
    pngChunk('IDAT', deflateSync(pixels ?? new Uint8Array(6))),
    pngChunk('IEND', []),
    after,
  )
}

export function webpChunk(type: string, data: Uint8Array | string | readonly number[]): Uint8Array {
  const body = joined(data)
  return joined(type, little32(body.length), body, body.length % 2 === 0 ? [] : [0])
}

export function webp(...chunks: readonly Uint8Array[]): Uint8Array {
  const body = joined('WEBP', ...chunks)
  return joined('RIFF', little32(body.length), body)
}

/** A still picture of this size. */
export const vp8 = (width = 2, height = 2) =>
  webpChunk('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, width & 255, width >> 8, height & 255, height >> 8, 1, 2, 3, 4])

export const pdf = (body = '1 0 obj << /Type /Catalog >> endobj\n', end = '%%EOF\n') =>
  text(`%PDF-1.7\n${body}trailer << /Root 1 0 R >>\nstartxref\n9\n${end}`)
export const packedObject = (dictionary: string, content: string) =>
  Buffer.concat([
    text(`2 0 obj << ${dictionary} >> stream\n`),
    deflateSync(Buffer.from(content)),
    text('\nendstream endobj\n'),
  ]).toString('latin1')

export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
