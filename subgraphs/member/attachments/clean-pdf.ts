import { deflateSync } from 'node:zlib'
import { Refusal } from '@lawang/schema/errors'
import { unpack } from './check-pdf.ts'
import { remarksIn } from './pdf-remarks.ts'
import { blankTexts, type Span, textsAfter } from './pdf-texts.ts'

/** The entries by which programs write down whose document it is, wherever they stand. */
const OF_THE_AUTHOR = [
  'Author',
  'Creator',
  'Producer',
  'Keywords',
  'Company',
  'Manager',
  'LastModifiedBy',
  'SourceModified',
  'LastModified',
]
/** Of a comment on a page: who wrote it and when, under which name, what it says. */
const OF_COMMENTS = ['T', 'Contents', 'RC', 'Subj', 'NM', 'M', 'CreationDate', 'ModDate']
const INFO = /\/Info\s+(\d+)\s+\d+\s+R/g
const OBJECT = /(?<![\d.])(\d{1,10})\s+\d+\s+obj(?![a-z])/g
/** A document has one of each, and one more for each time that it was saved. */
const MOST_PROPERTIES = 100
const MOST_REVISIONS = 200
const STREAM = /stream\r?\n/g
/** Beyond every dictionary that stands before a stream. */
const LONGEST_DICTIONARY = 2_000
/** What is unpacked of all object streams together; `checkPdf` has refused more before. */
const MOST_UNPACKED = 64 * 1024 * 1024

/**
 * Takes out of a PDF what says whose it is: the properties of the document, its identifier, its XMP, comments on pages and
 * in the file itself, and Exif of photos in it. All is
 * overwritten at its place with as many bytes, so that every offset in the file stays right, in former revisions of the
 * document, too. Takes what `checkPdf` lets pass. Refuses FILE_TELLS_AUTHOR where that cannot be done.
 */
export function cleanPdf(bytes: Uint8Array): Uint8Array {
  const cleaned = Buffer.from(bytes)
  const text = cleaned.toString('latin1')
  const outside = outsideOf(text)
  const { spans, objects } = textsAfter(outside, OF_THE_AUTHOR)
  const properties = new Set([...[...text.matchAll(INFO)].map(([, number]) => Number(number)), ...objects])
  if (properties.size > MOST_PROPERTIES) throw new Refusal('FILE_TELLS_AUTHOR')
  for (const stream of streamsOf(text)) cleanStream(cleaned, stream, properties)
  const comments = textsAfter(outside, OF_COMMENTS).spans
  for (const span of [...spans, ...comments, ...remarksIn(outside)]) cleaned.fill(' ', span.start, span.end)
  for (const span of objectsOutside(outside, properties)) blankTexts(cleaned, outside, span)
  return new Uint8Array(cleaned)
}

/** The file with spaces in the place of what its streams hold. */
function outsideOf(text: string): string {
  const parts: string[] = []
  let from = 0
  for (const { begin, end } of streamsOf(text)) {
    parts.push(text.slice(from, begin), ' '.repeat(end - begin))
    from = end
  }
  return parts.join('') + text.slice(from)
}

/** Every revision of these objects. */
function objectsOutside(outside: string, numbers: ReadonlySet<number>): readonly Span[] {
  const spans: Span[] = []
  for (const { index, 0: head, 1: number } of outside.matchAll(OBJECT)) {
    if (!numbers.has(Number(number))) continue
    if (spans.length === MOST_REVISIONS) throw new Refusal('FILE_TELLS_AUTHOR')
    const end = outside.indexOf('endobj', index)
    spans.push({ start: index + head.length, end: end < 0 ? outside.length : end })
  }
  return spans
}

interface Stream {
  /** The dictionary before it. */
  readonly dictionary: string
  /** Where the dictionary begins in the file. */
  readonly dictionaryAt: number
  readonly begin: number
  readonly end: number
}

function* streamsOf(text: string): Iterable<Stream> {
  let last = 0
  for (const { index, 0: word } of text.matchAll(STREAM)) {
    if (index < last || text.slice(index - 3, index) === 'end') continue
    const begin = index + word.length
    const found = text.indexOf('endstream', begin)
    const end = found < 0 ? text.length : found
    const before = text.slice(Math.max(0, index - LONGEST_DICTIONARY), index)
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
    yield { dictionary, dictionaryAt: index - dictionary.length, begin, end }
    last = end
  }
}

function cleanStream(file: Buffer, stream: Stream, properties: ReadonlySet<number>): void {
  const { dictionary, begin, end } = stream
  const content = file.subarray(begin, end)
  if (/\/Type\s*\/Metadata/.test(dictionary)) {
    const packed = dictionary.includes('/Filter') ? deflateSync(Buffer.alloc(0)) : Buffer.alloc(0)
    content.fill(' ')
    packed.copy(content)
  } else if (/\/ObjStm/.test(dictionary)) {
    cleanObjects(file, stream, properties)
  } else if (content[0] === 0xff && content[1] === 0xd8) {
    blankSegments(content)
  }
}

/** Objects that are packed together: unpacked, blanked, and packed again in no more bytes than before. */
function cleanObjects(file: Buffer, { dictionary, dictionaryAt, begin, end }: Stream, properties: ReadonlySet<number>) {
  const isPacked = dictionary.includes('/Filter')
  const unpacked = isPacked ? unpack(file.subarray(begin, end), MOST_UNPACKED) : Buffer.from(file.subarray(begin, end))
  if (!unpacked) throw new Refusal('FILE_TELLS_AUTHOR')
  const text = unpacked.toString('latin1')
  const before = text
  const named = textsAfter(text, [...OF_THE_AUTHOR, ...OF_COMMENTS]).spans
  for (const span of named) unpacked.fill(' ', span.start, span.end)
  for (const span of objectsIn(text, dictionary, properties)) blankTexts(unpacked, text, span)
  if (unpacked.toString('latin1') === before) return
  if (!isPacked) return void unpacked.copy(file, begin)
  const packed = deflateSync(unpacked, { level: 9 })
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)
  if (!length?.[1] || packed.length > Number(length[1])) throw new Refusal('FILE_TELLS_AUTHOR')
  file.fill(' ', begin, end)
  packed.copy(file, begin)
  const digits = dictionaryAt + length.index + length[0].length - length[1].length
  file.write(String(packed.length).padStart(length[1].length, '0'), digits, 'latin1')
  file.write('\n', end - 1, 'latin1')
}

/** Where the document's properties stand in unpacked objects: a list of numbers and places comes first. */
function objectsIn(text: string, dictionary: string, properties: ReadonlySet<number>): readonly Span[] {
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? Number.NaN)
  if (Number.isNaN(first)) return []
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number)
  const pairs = numbers.flatMap((number, at) =>
    at % 2 === 0 ? [{ number, start: first + (numbers[at + 1] ?? 0) }] : [],
  )
  return pairs.flatMap(({ number, start }, at) =>
    properties.has(number) ? [{ start, end: pairs[at + 1]?.start ?? text.length }] : [],
  )
}

/** The segments of a photo that hold texts and places (APP1 to APP13, APP15, comments): kept as long as they were. */
function blankSegments(photo: Buffer): void {
  for (let at = 2; at + 4 <= photo.length && photo[at] === 0xff; ) {
    const marker = photo[at + 1] ?? 0
    if (marker === 0xda || marker === 0xd9) return
    const length = photo.readUInt16BE(at + 2)
    const holdsTexts = (marker >= 0xe1 && marker <= 0xed) || marker === 0xef || marker === 0xfe
    if (holdsTexts) photo.fill(0, at + 4, Math.min(photo.length, at + 2 + length))
    at += 2 + length
  }
}
