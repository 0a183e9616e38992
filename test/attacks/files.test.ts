import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  EICAR,
  joined,
  jpeg,
  packedObject,
  pdf,
  png,
  vp8,
  webp,
  webpChunk,
} from '@lawang/member/attachments/testing/samples'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, type Filed, file, STREET_LIGHTS } from '../operations/hub.ts'
import { openBare, statusIn } from './connections.ts'
import { codesIn, expectAlive, expectSilence, watchStored } from './unharmed.ts'

const { gateway, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)
let complaint: Filed

const stored = watchStored()
beforeAll(async () => {
  complaint = await file(hub, STREET_LIGHTS)
  await stored.remember()
})
afterAll(async () => {
  await stored.expectSame()
  await expectAlive()
  await stored.close()
})

const REQUEST = 'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { url } }'
async function linkFor(type: string): Promise<string> {
  const variables = { input: { complaint: complaint.id, secret: complaint.receipt.secret, type } }
  return dataOf(await hub.ask<{ requestUpload: { url: string } }>({ query: REQUEST, variables })).requestUpload.url
}

/** All that lies in the files' folder of the door, quarantine included. */
function filesKept(): readonly string[] {
  try {
    return readdirSync(join(dataFolder, 'files', 'kutai-timur'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

const HTML = '<html><script>alert(1)</script></html>'
const SVG = joined('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
const ZIP = 'PK\u0003\u0004\u0014\u0000\u0000\u0000PK\u0005\u0006'

describe('a harmful file is refused and not kept:', () => {
  it.each<[string, string, Uint8Array, string]>([
    ['what scanners are tried with', 'PDF', pdf(`% ${EICAR}\n`), 'FILE_INFECTED'],
    ['an SVG', 'PNG', SVG, 'FILE_TYPE_NOT_TAKEN'],
    ['a page', 'PDF', joined(HTML), 'FILE_TYPE_NOT_TAKEN'],
    ['a program', 'JPEG', joined('MZ\u0090\u0000', new Uint8Array(500)), 'FILE_TYPE_NOT_TAKEN'],
    ['a picture that is a page as well', 'PNG', png({ after: HTML }), 'FILE_NOT_WHOLE'],
    ['a photo that is an archive as well', 'JPEG', jpeg({ after: ZIP }), 'FILE_NOT_WHOLE'],
    ['a document that is an archive as well', 'PDF', pdf(`${ZIP}\n`), 'FILE_NOT_WHOLE'],
    [
      'a document that unpacks to 80 MB',
      'PDF',
      pdf(packedObject('/Filter /FlateDecode', ' '.repeat(80_000_000))),
      'FILE_NOT_WHOLE',
    ],
    [
      'a picture that unpacks to more than its pixels',
      'PNG',
      png({ pixels: new Uint8Array(50_000_000) }),
      'FILE_NOT_WHOLE',
    ],
    ['a photo of 4,225 million pixels', 'JPEG', jpeg({ width: 65_000, height: 65_000 }), 'IMAGE_TOO_LARGE'],
    ['a picture of 2 million million pixels', 'PNG', png({ width: 2 ** 31 - 1, height: 1_000 }), 'IMAGE_TOO_LARGE'],
    ['a WebP of many pixels', 'WEBP', webp(vp8(16_000, 16_000)), 'IMAGE_TOO_LARGE'],
    ['an animation', 'WEBP', webp(vp8(), webpChunk('ANIM', [0, 0, 0, 0, 0, 0])), 'FILE_NOT_WHOLE'],
    ['a document that runs a script', 'PDF', pdf('<< /S /JavaScript /JS (app.alert(1)) >>'), 'FILE_HAS_ACTIVE_CONTENT'],
    [
      'a document that opens a page of the net',
      'PDF',
      pdf('<< /S /URI /OpenAction 3 0 R >>'),
      'FILE_HAS_ACTIVE_CONTENT',
    ],
    ['a document with a program in it', 'PDF', pdf('<< /EmbeddedFiles 3 0 R >>'), 'FILE_HAS_ACTIVE_CONTENT'],
  ])('%s', async (_what, type, bytes, code) => {
    const link = await linkFor(type)
    for (const announced of ['application/octet-stream', 'image/png']) {
      const response = await fetch(link, {
        method: 'PUT',
        headers: { 'content-type': announced },
        body: Buffer.from(bytes),
      })
      const text = await response.text()
      expect([response.status, codesIn({ status: 0, text })]).toEqual([422, [code]])
      expectSilence({ status: response.status, text })
    }
    expect(filesKept()).toEqual([])
  })

  it('one of 11 MB', async () => {
    const link = new URL(await linkFor('JPEG'))
    const length = 11 * 1024 * 1024
    // the answer comes before the file: a client that goes on sending may find the connection closed
    const { closed } = openBare(
      link.origin,
      `PUT ${link.pathname}${link.search} HTTP/1.1\r\nhost: ${link.host}\r\ncontent-length: ${length}\r\n\r\n`,
    )
    const answer = await closed
    expect([statusIn(answer), answer.includes('PAYLOAD_TOO_LARGE')]).toEqual([413, true])
    expect(filesKept()).toEqual([])
  })

  it('one that breaks off while it is sent', async () => {
    const link = new URL(await linkFor('JPEG'))
    const bare = openBare(
      link.origin,
      `PUT ${link.pathname} HTTP/1.1\r\nhost: ${link.host}\r\ncontent-length: 5000\r\n\r\n`,
    )
    bare.socket.write(Buffer.from(jpeg()), () => bare.socket.resetAndDestroy())
    await bare.closed
    expect(filesKept()).toEqual([])
  })
})

it('a link for one type takes no other, and none without its signature', async () => {
  const link = await linkFor('PDF')
  const other = await fetch(link, { method: 'PUT', body: Buffer.from(jpeg()) })
  expect(other.status).toBe(422)
  const cut = await fetch(link.slice(0, -4), { method: 'PUT', body: Buffer.from(pdf()) })
  expect(cut.status).toBe(404)
  const read = await fetch(link)
  expect(read.status).toBe(404)
})
