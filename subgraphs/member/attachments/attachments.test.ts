import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { type Attachments, openAttachments } from './attachments.ts'
import { clamdScanner } from './clamd.ts'
import type { AttachmentType } from './cleaned.ts'
import { openFiles } from './files.ts'
import { addAttachmentRoutes } from './routes.ts'
import { type ScannerPort, scannersInTurn, testFileScanner } from './scanner.ts'
import { startClamd } from './testing/clamd-service.ts'
import { EICAR, exif, jpeg, jpegSegment, pdf } from './testing/samples.ts'

let member: TestMember
let folder: string
let clamd: Awaited<ReturnType<typeof startClamd>>
let now = TUESDAY
let app: FastifyInstance
let attachments: Attachments

const open = (scanner: ScannerPort): Attachments =>
  openAttachments({
    database: member.database,
    files: openFiles(folder),
    scanner,
    key: member.around.doorKey,
    publicUrl: 'http://door.test',
    now: () => now,
  })

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
  folder = mkdtempSync(join(tmpdir(), 'lawang-files-'))
  clamd = await startClamd('HARMFUL')
  const scanner = clamdScanner({ host: '127.0.0.1', port: clamd.port, timeoutMs: 10_000 })
  attachments = open(scannersInTurn(testFileScanner, scanner))
  app = Fastify()
  await addAttachmentRoutes(app, attachments)
})
afterAll(async () => {
  await app.close()
  await clamd.close()
  await member[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const complaintOf = async () => (await fileComplaint(member.around, sampleInput(), PUBLIC)).complaint.id
const pathOf = (url: string) => url.replace('http://door.test', '')
const put = (url: string, body: Uint8Array) =>
  app.inject({ method: 'PUT', url: pathOf(url), payload: Buffer.from(body), headers: { 'content-type': 'text/html' } })
const upload = async (complaint: string, type: AttachmentType, body: Uint8Array) =>
  put((await attachments.uploadLink(complaint, type)).url, body)
const codeOf = (response: { json(): { errors: { extensions: { code: string } }[] } }) =>
  response.json().errors[0]?.extensions.code

describe('a photo', () => {
  test('is kept without what the camera says, and is served by a link as nothing but itself', async () => {
    const complaint = await complaintOf()
    const sent = await upload(complaint, 'JPEG', jpeg({ extra: [exif(1, 'GPS here')] }))
    expect([sent.statusCode, sent.json()]).toEqual([201, expect.objectContaining({ type: 'JPEG' })])
    const [[kept] = []] = await attachments.ofComplaints([complaint])
    if (!kept) throw new Error('nothing was kept')
    const response = await app.inject({ url: pathOf(attachments.readLink(kept).url) })
    expect(response.rawPayload.equals(Buffer.from(jpeg()))).toBe(true)
    expect(response.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="lampiran.jpg"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(readdirSync(join(folder, 'quarantine'))).toEqual([])
  })

  test('cannot be sent twice by one link, nor read by the link for sending, nor after the end', async () => {
    const complaint = await complaintOf()
    const { url } = await attachments.uploadLink(complaint, 'JPEG')
    expect((await put(url, jpeg())).statusCode).toBe(201)
    expect(codeOf(await put(url, jpeg()))).toBe('LINK_NOT_VALID')
    expect(codeOf(await app.inject({ url: pathOf(url) }))).toBe('LINK_NOT_VALID')
    const [[kept] = []] = await attachments.ofComplaints([complaint])
    const reading = kept ? attachments.readLink(kept) : undefined
    now = reading?.expiresAt ?? now
    expect(codeOf(await app.inject({ url: pathOf(reading?.url ?? '') }))).toBe('LINK_NOT_VALID')
    now = TUESDAY
  })

  test.each(['', 'x', 'x.y', '../../etc/passwd', `${Buffer.from('GET|..|x|JPEG|9e15').toString('base64url')}.AAAA`])(
    'is not had by the forged link %j',
    async (token) => {
      const response = await app.inject({ url: `/attachments/${encodeURIComponent(token)}` })
      expect([response.statusCode, codeOf(response)]).toEqual([404, 'LINK_NOT_VALID'])
    },
  )
})

describe('refused, and nothing is kept:', () => {
  test.each<[string, AttachmentType, Uint8Array, string, number]>([
    ['what a scanner finds', 'JPEG', jpeg({ extra: [jpegSegment(0xfe, 'HARMFUL')] }), 'FILE_INFECTED', 422],
    ["the scanners' test file in a document", 'PDF', pdf(EICAR), 'FILE_INFECTED', 422],
    ['what is not what it was announced as', 'PNG', jpeg(), 'FILE_TYPE_NOT_TAKEN', 422],
    ['more than ten megabytes', 'JPEG', new Uint8Array(10 * 1024 * 1024 + 1), 'PAYLOAD_TOO_LARGE', 413],
  ])('%s', async (_what, type, bytes, code, status) => {
    const complaint = await complaintOf()
    const before = readdirSync(join(folder, 'kept')).length
    const response = await upload(complaint, type, bytes)
    expect([response.statusCode, codeOf(response)]).toEqual([status, code])
    expect(await attachments.ofComplaints([complaint])).toEqual([[]])
    expect(readdirSync(join(folder, 'kept')).length).toBe(before)
  })

  test('anything, while the scanner does not answer', async () => {
    const nobody = open(clamdScanner({ host: '127.0.0.1', port: 1, timeoutMs: 1_000 }))
    const { url } = await nobody.uploadLink(await complaintOf(), 'JPEG')
    const [, token = ''] = url.split('/attachments/')
    await expect(nobody.receive(token, jpeg())).rejects.toMatchObject({ code: 'SCANNER_UNAVAILABLE' })
  })

  test('an eleventh file, however many links were given out', async () => {
    const complaint = await complaintOf()
    const links = await Promise.all(Array.from({ length: 11 }, () => attachments.uploadLink(complaint, 'JPEG')))
    const responses = await Promise.all(links.map(({ url }) => put(url, jpeg())))
    expect(responses.map(({ statusCode }) => statusCode).toSorted()).toEqual([...Array(10).fill(201), 422])
    await expect(attachments.uploadLink(complaint, 'JPEG')).rejects.toMatchObject({ code: 'TOO_MANY_ATTACHMENTS' })
    expect(existsSync(join(folder, 'kept'))).toBe(true)
  })
})

test('what a complaint’s reporter has sent goes with the reporter’s identity, from the disk and from the list', async () => {
  const complaint = await complaintOf()
  const other = await complaintOf()
  for (const each of [complaint, other]) await upload(each, 'JPEG', jpeg())
  const [[sent] = [], [kept] = []] = await attachments.ofComplaints([complaint, other])
  await attachments.erase(complaint)
  await attachments.erase(complaint)
  expect(await attachments.ofComplaints([complaint, other])).toEqual([[], [kept]])
  const names = readdirSync(join(folder, 'kept'))
  expect([names.includes(sent?.id ?? ''), names.includes(kept?.id ?? '')]).toEqual([false, true])
})

test('after the erasure nothing is kept of what is sent to a link of before, and no link is given out', async () => {
  const complaint = await complaintOf()
  const before = await attachments.uploadLink(complaint, 'JPEG')
  await member.around.identities.erase(complaint, now)
  await attachments.erase(complaint)
  expect(codeOf(await put(before.url, jpeg()))).toBe('LINK_NOT_VALID')
  expect(await attachments.ofComplaints([complaint])).toEqual([[]])
  await expect(attachments.uploadLink(complaint, 'JPEG')).rejects.toMatchObject({ code: 'IDENTITY_ERASED' })
})

test('of what is sent to one link at the same moment one is kept, whole', async () => {
  const complaint = await complaintOf()
  const { url } = await attachments.uploadLink(complaint, 'JPEG')
  const bodies = [1, 2, 3, 4].map((n) => jpeg({ extra: [jpegSegment(0xe2, `ICC_PROFILE${n}`)] }))
  const responses = await Promise.all(bodies.map((body) => put(url, body)))
  expect(responses.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 404, 404, 404])
  const [[kept] = []] = await attachments.ofComplaints([complaint])
  const served = await app.inject({ url: pathOf(kept ? attachments.readLink(kept).url : '') })
  expect([served.statusCode, served.rawPayload.length]).toEqual([200, kept?.size])
})
