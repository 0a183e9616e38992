import { inflateSync } from 'node:zlib'
import { Refusal } from '@lawang/schema/errors'
import { expect, test } from 'vitest'
import { cleanFile } from './clean-file.ts'
import { exif, jpeg, packedObject, pdf } from './testing/samples.ts'

const AUTHOR = 'Warga Sebelas'
const clean = (body: string) => Buffer.from(cleanFile(pdf(body), 'PDF')).toString('latin1')
const info = (entries: string) => `5 0 obj << ${entries} >> endobj\ntrailer << /Info 5 0 R >>\n`

test.each([
  ['its properties', info(`/Author (${AUTHOR}) /Title (Surat ${AUTHOR})`)],
  ['properties of any name', info(`/Penulis (${AUTHOR})`)],
  ['properties with brackets and escapes', info(`/Author (a \\( (${AUTHOR}) \\) ${AUTHOR})`)],
  ['properties by their numbers', `${info('/Author 6 0 R')}6 0 obj (${AUTHOR}) endobj\n`],
  ['names with letters as numbers', `<< /#41uthor (${AUTHOR}) >>\n`],
  ['an author of a former revision', `<< /Author (${AUTHOR}) >>\n${info('/Author (x)')}`],
  ['its XMP', `7 0 obj << /Type /Metadata /Subtype /XML >> stream\n<x>${AUTHOR}</x>\nendstream endobj\n`],
  ['a remark', `% geschrieben von ${AUTHOR}\n1 0 obj << /Y (100 % z) >> endobj\n`],
  ['a remark of a former revision', `%%EOF ${AUTHOR}\n1 0 obj << >> endobj\n`],
  ['its identifier', `trailer << /ID [<${Buffer.from(AUTHOR).toString('hex')}> (${AUTHOR})] >>\n`],
  ['who has commented on a page', `8 0 obj << /Type /Annot /Subtype /Text /T (${AUTHOR}) /Contents (x) >> endobj\n`],
  ['what the comment says', `8 0 obj << /Type /Annot /Contents (dari ${AUTHOR}) /NM (${AUTHOR}) >> endobj\n`],
  ['what lies between two objects', `1 0 obj << >> endobj ${AUTHOR} 2 0 obj << >> endobj\n`],
])('%s go, and nothing moves', (_what, body) => {
  const cleaned = clean(body)
  expect(cleaned).not.toContain(AUTHOR)
  expect(cleaned.length).toBe(pdf(body).length)
})

test('an author in hexadecimal digits goes', () => {
  const hex = Buffer.from(AUTHOR).toString('hex')
  expect(clean(info(`/Author <${hex}>`))).not.toContain(hex)
})

test('packed properties go, and the rest of the packed objects stays', () => {
  const content = `5 0 8 27 << /Author (${AUTHOR}) /Y (z) >>  << /Type /Page >>`
  const first = '5 0 8 27 '.length
  const object = packedObject(`/Type /ObjStm /N 2 /First ${first} /Filter /FlateDecode /Length 0099`, content)
  const packed = object.replace('0099', String(Buffer.from(object, 'latin1').length - 92).padStart(4, '0'))
  const cleaned = clean(`${packed}trailer << /Info 5 0 R >>\n`)
  const begin = cleaned.indexOf('stream\n') + 7
  const unpacked = inflateSync(Buffer.from(cleaned.slice(begin, cleaned.indexOf('endstream')), 'latin1')).toString()
  expect(unpacked).not.toContain(AUTHOR)
  expect(unpacked).toContain('/Type /Page')
  expect(unpacked.length).toBe(content.length)
})

test('packed XMP goes', () => {
  const cleaned = clean(packedObject('/Type /Metadata /Subtype /XML /Filter /FlateDecode', `<x>${AUTHOR}</x>`))
  const begin = cleaned.indexOf('stream\n') + 7
  expect(inflateSync(Buffer.from(cleaned.slice(begin), 'latin1')).toString()).toBe('')
})

test('a photo in it loses what its camera wrote', () => {
  const photo = Buffer.from(jpeg({ extra: [exif(6, 'GPS 0.5 N')] })).toString('latin1')
  const cleaned = clean(`9 0 obj << /Subtype /Image /Filter /DCTDecode >> stream\n${photo}\nendstream endobj\n`)
  expect(cleaned).not.toContain('GPS')
  expect(cleaned).toContain('\u0012\u00ff\u0000\u0034')
})

test('the identifier is gone in both of its forms, and what is a percent sign of a text stays', () => {
  const hex = Buffer.from(AUTHOR).toString('hex')
  expect(clean(`trailer << /ID [<${hex}> <${hex}>] >>\n`)).not.toContain(hex)
  expect(clean('1 0 obj << /Y (100 % z) /Z (b) >> endobj\n')).toContain('/Y (100 % z) /Z (b)')
})

test('a file begins and ends as one', () => {
  const cleaned = clean('1 0 obj << >> endobj\n')
  expect([cleaned.startsWith('%PDF-1.7\n'), cleaned.endsWith('%%EOF\n')]).toEqual([true, true])
})

test('what a page shows stays', () => {
  const page = `3 0 obj << /Type /Page /Contents 4 0 R >> endobj\n4 0 obj << >> stream\nBT (Author ${AUTHOR}) Tj ET\nendstream endobj\n`
  expect(clean(page)).toContain(`BT (Author ${AUTHOR}) Tj ET`)
})

test('properties that cannot be taken out are refused', () => {
  const object = packedObject(
    '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 12 0 R',
    `5 0 << /Author (${AUTHOR}) >>`,
  )
  expect(() => clean(`${object}trailer << /Info 5 0 R >>\n`)).toThrow(new Refusal('FILE_TELLS_AUTHOR'))
})

test.each([
  ['streams that begin', 'stream\n'],
  ['texts of an author that begin', '/Author ('],
  ['properties', '/Info 5 0 R '],
  ['objects of the properties', '5 0 obj '],
  ['names of objects', '/Author 5 0 R '],
  ['brackets that open', '('],
  ['remarks', '%x\n'],
  ['ends of objects', 'endobj '],
  ['identifiers', '/ID ['],
])('a file of nothing but %s is looked through in one go', (_what, part) => {
  const body = part.repeat(Math.floor(2_000_000 / part.length))
  try {
    expect(clean(`${body}\ntrailer << /Info 5 0 R >>\n`).length).toBeGreaterThan(body.length)
  } catch (error) {
    expect(error).toEqual(new Refusal('FILE_TELLS_AUTHOR'))
  }
})
