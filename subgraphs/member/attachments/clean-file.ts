import { Refusal } from '@lawang/schema/errors'
import { checkPdf } from './check-pdf.ts'
import { cleanJpeg } from './clean-jpeg.ts'
import { cleanPdf } from './clean-pdf.ts'
import { cleanPng, PNG_SIGNATURE } from './clean-png.ts'
import { cleanWebp } from './clean-webp.ts'
import { type AttachmentType, textAt } from './cleaned.ts'

/** What a file is by its first bytes, whatever its name and its sender say; undefined for what is not taken. */
export function typeOf(bytes: Uint8Array): AttachmentType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'JPEG'
  if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) return 'PNG'
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'WEBP'
  return textAt(bytes, 0, 5) === '%PDF-' ? 'PDF' : undefined
}

const CLEAN: Readonly<Record<AttachmentType, (bytes: Uint8Array) => Uint8Array>> = {
  JPEG: cleanJpeg,
  PNG: cleanPng,
  WEBP: cleanWebp,
  PDF: (bytes) => cleanPdf(checkPdf(bytes)),
}

/**
 * The file as it is kept. Refuses FILE_TYPE_NOT_TAKEN for what is not of the announced type, FILE_NOT_WHOLE,
 * IMAGE_TOO_LARGE, FILE_HAS_ACTIVE_CONTENT and FILE_TELLS_AUTHOR.
 */
export function cleanFile(bytes: Uint8Array, announced: AttachmentType): Uint8Array {
  if (typeOf(bytes) !== announced) throw new Refusal('FILE_TYPE_NOT_TAKEN')
  return CLEAN[announced](bytes)
}
