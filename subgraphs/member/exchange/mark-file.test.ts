import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MarkFile, openMarkFile } from './mark-file.ts'

let folder: string
let path: string
let file: MarkFile

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lawang-mark-'))
  path = join(folder, 'mark')
  file = openMarkFile(path)
})
afterEach(async () => {
  await file.close()
  await rm(folder, { recursive: true })
})

/** What the next process would read. */
const found = () => openMarkFile(path).read()

async function spoil(offset: number): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.write('torn', offset)
  await handle.close()
}

test('what was written last is what is read, by whichever process', async () => {
  for (const text of ['one', 'two', 'three', 'four']) {
    await file.write(text)
    expect(await found()).toBe(text)
  }
  const next = openMarkFile(path)
  await next.write('five')
  await next.close()
  expect(await found()).toBe('five')
})

test('a write that was cut off leaves the one before it', async () => {
  for (const text of ['one', 'two', 'three']) await file.write(text)
  // The first went to the second slot, and the third to it again.
  await spoil(4_096 + 70)
  expect(await found()).toBe('two')
  await spoil(70)
  expect(await found()).toBeUndefined()
})

test('the file is replaced once by a process, and then overwritten in its place', async () => {
  await file.write('one')
  const { ino, size } = await stat(path)
  for (const text of ['two', 'three']) await file.write(text)
  expect(await stat(path)).toMatchObject({ ino, size })
  expect(await readdir(folder)).toEqual(['mark'])
})

test('a file of an earlier version is one JSON text', async () => {
  await writeFile(path, '{"clock":1}\n')
  expect(JSON.parse((await found()) ?? '')).toEqual({ clock: 1 })
  await file.write('{"clock":2}')
  expect(await found()).toBe('{"clock":2}')
})

test('a text that does not fit into a slot is refused, and what is there stays', async () => {
  await file.write('one')
  await expect(file.write('x'.repeat(5_000))).rejects.toThrow('at most 4096 bytes')
  expect(await found()).toBe('one')
})
