import { crc32 } from 'node:zlib'
import { Refusal } from '@lawang/schema/errors'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { writeCsv } from './csv.ts'
import { addExportRoutes } from './routes.ts'
import type { Sheet } from './sheet.ts'
import { writeXlsx } from './xlsx.ts'

const SHEET: Sheet = {
  name: 'recap-64-2026-03',
  rows: [
    ['name', 'received'],
    ['Dinas "Kominfo", Paser', 7],
    ['=HYPERLINK("http://x")', 0],
    ['-1+1', -1],
    ['<b>&', undefined],
  ],
}

/** The files of an archive, by path, as any reader of ZIP finds them: from the end, by the central directory. */
function readZip(zip: Buffer): ReadonlyMap<string, string> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  const files = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const [crc, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24)]
    const nameLength = zip.readUInt16LE(at + 28)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(start, start + size)
    expect(crc32(data)).toBe(crc)
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), data.toString('utf8'))
    at += 46 + nameLength
  }
  return files
}

describe('an export', () => {
  it('quotes what CSV has a meaning for, and takes the meaning from what spreadsheets would run', () => {
    expect(writeCsv(SHEET)).toBe(
      '\uFEFFname,received\r\n"Dinas ""Kominfo"", Paser",7\r\n"\'=HYPERLINK(""http://x"")",0\r\n\'-1+1,-1\r\n<b>&,\r\n',
    )
  })

  it.each([
    ['\n=1+1', '"\'\n=1+1"'],
    [' =1+1', "' =1+1"],
    ['\u200B@SUM(1)', "'\u200B@SUM(1)"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['a;=1+1;b', '"a;\'=1+1;b"'],
  ])('takes no formula from %j, however a spreadsheet trims and parts it', (cell, field) => {
    expect(writeCsv({ name: 'x', rows: [[cell]] })).toBe(`\uFEFF${field}\r\n`)
  })

  it('is a workbook that can be read back, in which texts are texts and numbers numbers', () => {
    const files = readZip(writeXlsx(SHEET))
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/worksheets/sheet1.xml',
    ])
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<c r="B2"><v>7</v></c>')
    expect(sheet).toContain('<t xml:space="preserve">=HYPERLINK(&quot;http://x&quot;)</t>')
    expect(sheet).toContain('<t xml:space="preserve">&lt;b&gt;&amp;</t>')
    expect(sheet).not.toContain('<f>')
  })

  it('is served under its name in both forms, and says what is wrong with a request', async () => {
    const app = fastify()
    addExportRoutes(app, 'recap', async (ask) => {
      if (ask('month') === '2999-01') throw new Refusal('FUTURE_MONTH')
      return SHEET
    })
    const csv = await app.inject('/recap.csv?month=2026-03')
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="recap-64-2026-03.csv"',
    })
    expect(csv.body).toBe(writeCsv(SHEET))
    expect((await app.inject('/recap.xlsx?month=2026-03')).rawPayload).toEqual(writeXlsx(SHEET))
    for (const [query, code] of [
      ['', 'BAD_USER_INPUT'],
      ['?month=2999-01', 'FUTURE_MONTH'],
    ]) {
      const refused = await app.inject(`/recap.csv${query}`)
      expect([refused.statusCode, refused.json().errors[0].extensions.code]).toEqual([400, code])
    }
    await app.close()
  })
})
