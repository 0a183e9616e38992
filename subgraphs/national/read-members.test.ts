import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '@lawang/member/settings/setting'
import { readTrustSettings } from '@lawang/trust/settings'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMembers } from './read-members.ts'

let folder: string
let membersPath: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lawang-'))
  membersPath = join(folder, 'members.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const trust = readTrustSettings({}, undefined)
const national = { name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:4001', governments: ['00'] }

describe('the hub does not start', () => {
  it('without the registry of members', () => {
    expect(() => readMembers({ name: 'national', trust })).toThrow(ConfigError)
    expect(() => readMembers({ name: 'national', membersPath, trust })).toThrow(ConfigError)
  })

  it('with a registry that cannot be read, and says why', () => {
    writeFileSync(membersPath, '[{}]')
    expect(() => readMembers({ name: 'national', membersPath, trust })).toThrow(/which cannot be used: .*members\[0\]/)
  })

  it('with a registry that does not name it', () => {
    writeFileSync(membersPath, JSON.stringify([national]))
    expect(() => readMembers({ name: 'centre', membersPath, trust })).toThrow('LAWANG_MEMBER_NAME is centre')
    expect(readMembers({ name: 'national', membersPath, trust })).toEqual([national])
  })
})
