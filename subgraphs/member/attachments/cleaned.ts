import { Refusal } from '@lawang/schema/errors'

/** What is taken: photos and documents. SVG and HTML are programs, and are not. */
export const ATTACHMENT_TYPES = ['JPEG', 'PNG', 'WEBP', 'PDF'] as const
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number]

/** Pixels along one side, and in all: what a telephone's camera makes, and nothing that fills a reader's memory. */
const MOST_SIDE = 12_000
const MOST_PIXELS = 60_000_000

export const broken = (what: string): Refusal =>
  new Refusal('FILE_NOT_WHOLE', `The file cannot be taken: ${what}. Save it anew and send that.`)

/** Refuses IMAGE_TOO_LARGE before anybody makes pixels of it. */
export function requireSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw broken('it has no pixels')
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS) throw new Refusal('IMAGE_TOO_LARGE')
}

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** A view of the bytes for numbers of several bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
