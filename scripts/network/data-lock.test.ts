import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockDataFolder } from './data-lock.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lawang-lock-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

it('keeps a second network off a folder that is in use, and says which process uses it', () => {
  using _first = lockDataFolder(folder)
  expect(() => lockDataFolder(folder)).toThrow(`(process ${process.pid})`)
})

it('is gone when it is given back', () => {
  lockDataFolder(folder)[Symbol.dispose]()
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})

it('takes over the lock of a process that is gone', () => {
  writeFileSync(join(folder, 'lock'), `${2 ** 22 + 1} 1`)
  expect(() => lockDataFolder(folder)).not.toThrow()
})

it.runIf(process.platform === 'linux')('takes over when the process number belongs to another program by now', () => {
  writeFileSync(join(folder, 'lock'), `${process.ppid} 1`)
  expect(() => lockDataFolder(folder)).not.toThrow()
})
