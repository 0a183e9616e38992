import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openHighWaterFile } from './high-water-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lawang-hub-mark-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('has a mark on the disk when it says so, whoever else has asked for the same', async () => {
  const path = join(folder, 'hub')
  const file = openHighWaterFile(path)
  await Promise.all([file.keep({ incarnation: 1, clock: 10 }), file.keep({ incarnation: 1, clock: 10 })])
  expect(await openHighWaterFile(path).read()).toEqual({ incarnation: 1, clock: 10 })
  await file.keep({ incarnation: 1, clock: 12 })
  expect(await openHighWaterFile(path).read()).toEqual({ incarnation: 1, clock: 12 })
  const before = await readFile(path)
  await file.keep({ incarnation: 1, clock: 12 })
  await file.keep({ incarnation: 1, clock: 11 })
  expect(await readFile(path)).toEqual(before)
  await file.close()
})

it('writes a mark again that could not be written', async () => {
  const file = openHighWaterFile(join(folder, 'later', 'hub'))
  await expect(file.keep({ incarnation: 1, clock: 10 })).rejects.toThrow()
  await expect(file.keep({ incarnation: 1, clock: 10 })).rejects.toThrow()
})
