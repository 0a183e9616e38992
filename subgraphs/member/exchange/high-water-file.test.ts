import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HighWater } from '@lawang/schema/exchange/member-exchange'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHighWaterFile } from './high-water-file.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lawang-mark-'))
  path = join(folder, 'door-key.mark')
})
afterEach(() => rm(folder, { recursive: true }))

const mark = (n: number, lease = 0): HighWater => ({
  incarnation: 1,
  logHead: { incarnation: 1, n },
  mailCursor: { incarnation: 1, n },
  mark: { boot: 'boot', until: { URGENT: lease, NORMAL: lease } },
})

const bytes = () => readFile(path, 'latin1')

test('what was raised is there for the next process, and nothing else is left in the folder', async () => {
  await openHighWaterFile(path).raise(mark(1))
  await openHighWaterFile(path).raise(mark(2))
  expect(await openHighWaterFile(path).read()).toEqual(mark(2))
  expect(await readdir(folder)).toEqual(['door-key.mark'])
})

test('a file that is not there, or that nobody can understand, is a lost one', async () => {
  expect(await openHighWaterFile(path).read()).toBeUndefined()
  for (const text of ['', '{"incarnation":', '{"incarnation":1}', 'null']) {
    await writeFile(path, text)
    expect(await openHighWaterFile(path).read()).toBeUndefined()
  }
})

test('it is written only when it would say more: of the lease, ten minutes more', async () => {
  const file = openHighWaterFile(path)
  await file.raise(mark(3))
  const first = await bytes()
  await file.raise(mark(3, 9 * 60_000))
  await file.raise(mark(2))
  expect(await bytes()).toBe(first)
  await file.raise(mark(3, 11 * 60_000))
  expect(await file.read()).toEqual(mark(3, 11 * 60_000))
  await file.raise(mark(4, 11 * 60_000))
  expect(await file.read()).toMatchObject({ logHead: { n: 4 } })
})
