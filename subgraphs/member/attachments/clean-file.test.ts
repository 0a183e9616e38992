import { Refusal } from '@lawang/schema/errors'
import { describe, expect, test } from 'vitest'
import { cleanFile } from './clean-file.ts'
import type { AttachmentType } from './cleaned.ts'
import {
  exif,
  joined,
  jpeg,
  jpegSegment,
  packedObject,
  pdf,
  png,
  pngChunk,
  vp8,
  webp,
  webpChunk,
} from './testing/samples.ts'

const PLACE = 'GPS 0.5000 N 117.1500 E'
const has = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text)
function codeOf(bytes: Uint8Array, type: AttachmentType): string {
  try {
    cleanFile(bytes, type)
    return 'TAKEN'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('what a camera says of itself and the place is gone, and the pixels are the same', () => {
  test('of a JPEG', () => {
    const extra = [
      exif(6, PLACE),
      jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0${PLACE}`),
      jpegSegment(0xfe, PLACE),
    ]
    const cleaned = cleanFile(jpeg({ extra }), 'JPEG')
    expect(has(cleaned, 'GPS')).toBe(false)
    expect(cleaned).toEqual(jpeg({ extra: [exif(6, '')] }))
    expect(cleanFile(cleaned, 'JPEG')).toEqual(cleaned)
  })

  test('of a JPEG but for which way is up', () => {
    const cleaned = cleanFile(jpeg({ extra: [exif(6, PLACE)] }), 'JPEG')
    expect(cleaned).toEqual(jpeg({ extra: [exif(6, '')] }))
    expect(cleanFile(jpeg({ extra: [exif(1, PLACE)] }), 'JPEG')).toEqual(jpeg())
  })

  test('of a PNG', () => {
    const extra = [pngChunk('eXIf', PLACE), pngChunk('tEXt', `Comment\0${PLACE}`), pngChunk('pHYs', new Uint8Array(9))]
    const cleaned = cleanFile(png({ extra }), 'PNG')
    expect(cleaned).toEqual(png({ extra: [pngChunk('pHYs', new Uint8Array(9))] }))
  })

  test('of a WebP, and its header says so', () => {
    const header = (flags: number) => webpChunk('VP8X', [flags, 0, 0, 0, 1, 0, 0, 1, 0, 0])
    const full = webp(header(0x3c), webpChunk('ICCP', PLACE), vp8(), webpChunk('EXIF', PLACE), webpChunk('XMP ', PLACE))
    expect(cleanFile(full, 'WEBP')).toEqual(webp(header(0x10), vp8()))
  })
})

test.each<[AttachmentType, Uint8Array]>([
  ['JPEG', jpeg()],
  ['PNG', png()],
  ['WEBP', webp(vp8())],
  ['PDF', pdf()],
  ['PDF', pdf(packedObject('/Filter /FlateDecode', 'BT (halaman) Tj ET'))],
])('a plain %s is taken', (type, bytes) => {
  expect(codeOf(bytes, type)).toBe('TAKEN')
})

describe('refused', () => {
  const svg = joined('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
  test.each<[string, AttachmentType, Uint8Array, string]>([
    ['an SVG as a photo', 'PNG', svg, 'FILE_TYPE_NOT_TAKEN'],
    ['a program as a photo', 'JPEG', joined('MZ', new Uint8Array(200)), 'FILE_TYPE_NOT_TAKEN'],
    ['a PNG that is announced as a JPEG', 'JPEG', png(), 'FILE_TYPE_NOT_TAKEN'],
    ['nothing', 'PDF', new Uint8Array(0), 'FILE_TYPE_NOT_TAKEN'],
    ['a JPEG with an archive behind it', 'JPEG', jpeg({ after: 'PK\u0003\u0004' }), 'FILE_NOT_WHOLE'],
    ['a PNG with a page behind it', 'PNG', png({ after: '<html>' }), 'FILE_NOT_WHOLE'],
    ['a WebP that is longer than it says', 'WEBP', joined(webp(vp8()), 'tail'), 'FILE_NOT_WHOLE'],
    ['a PDF with an archive behind it', 'PDF', pdf(undefined, '%%EOF\nPK\u0003\u0004zip'), 'FILE_NOT_WHOLE'],
    ['a PDF that is an archive as well', 'PDF', pdf('PK\u0005\u0006'), 'FILE_NOT_WHOLE'],
    ['a JPEG that breaks off', 'JPEG', jpeg().subarray(0, -10), 'FILE_NOT_WHOLE'],
    ['a PNG that breaks off', 'PNG', png().subarray(0, -10), 'FILE_NOT_WHOLE'],
    ['a PNG with a wrong checksum', 'PNG', png().with(20, 9), 'FILE_NOT_WHOLE'],
    ['a JPEG without a picture', 'JPEG', joined([0xff, 0xd8, 0xff, 0xd9]), 'FILE_NOT_WHOLE'],
    ['an animation', 'WEBP', webp(vp8(), webpChunk('ANIM', [0, 0, 0, 0, 0, 0])), 'FILE_NOT_WHOLE'],
    ['a JPEG of a thousand million pixels', 'JPEG', jpeg({ width: 65_000, height: 65_000 }), 'IMAGE_TOO_LARGE'],
    ['a PNG of a thousand million pixels', 'PNG', png({ width: 2 ** 31 - 1, height: 1_000 }), 'IMAGE_TOO_LARGE'],
    ['a WebP of many pixels', 'WEBP', webp(vp8(16_000, 16_000)), 'IMAGE_TOO_LARGE'],
    ['a PNG whose pixels grow beyond its size', 'PNG', png({ pixels: new Uint8Array(5_000_000) }), 'FILE_NOT_WHOLE'],
    ['a PDF that runs a script', 'PDF', pdf('<< /S /JavaScript /JS (x) >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    ['a PDF that hides a name', 'PDF', pdf('<< /S /#4aava#53cript >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    ['a PDF with files in it', 'PDF', pdf('<< /EmbeddedFiles 3 0 R >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    ['a PDF that acts when opened', 'PDF', pdf('<< /OpenAction 3 0 R >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    ['a PDF with a password', 'PDF', pdf('<< /Encrypt 3 0 R >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    [
      'a PDF with a packed script',
      'PDF',
      pdf(packedObject('/Type /ObjStm /Filter /FlateDecode', '<< /S /JavaScript >>')),
      'FILE_HAS_ACTIVE_CONTENT',
    ],
    [
      'a PDF whose objects are packed unusually',
      'PDF',
      pdf('2 0 obj << /Type /ObjStm /Filter /LZWDecode >> stream\nabc\nendstream endobj\n'),
      'FILE_HAS_ACTIVE_CONTENT',
    ],
    [
      'a PDF that unpacks without end',
      'PDF',
      pdf(packedObject('/Filter /FlateDecode', ' '.repeat(80_000_000))),
      'FILE_NOT_WHOLE',
    ],
  ])('%s', (_what, type, bytes, code) => {
    expect(codeOf(bytes, type)).toBe(code)
  })
})

test('of a file that is cut or has one byte changed, nothing but a refusal or a clean file comes', () => {
  const files: [AttachmentType, Uint8Array][] = [
    ['JPEG', jpeg({ extra: [exif(6, PLACE)] })],
    ['PNG', png({ extra: [pngChunk('tEXt', PLACE)] })],
    ['WEBP', webp(webpChunk('VP8X', new Uint8Array(10)), vp8(), webpChunk('EXIF', PLACE))],
    ['PDF', pdf()],
  ]
  for (const [type, bytes] of files) {
    for (let at = 0; at < bytes.length; at++) {
      expect(codeOf(bytes.subarray(0, at), type)).not.toBe('INTERNAL')
      for (const value of [0, 0x7f, 0xff]) expect(codeOf(bytes.with(at, value), type)).not.toBe('INTERNAL')
    }
  }
})
