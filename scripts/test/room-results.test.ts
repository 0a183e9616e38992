import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { forgetResults, readResults, roomsWithTests } from './room-results.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lawang-results-'))
  write('package.json', { workspaces: ['gateway', 'docs'] })
  write('gateway/package.json', { scripts: { test: 'vitest run' } })
  write('docs/package.json', {})
})

afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, value: object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify(value))
}

it('asks only the rooms that have tests', () => {
  expect(roomsWithTests(root)).toEqual(['gateway'])
})

it('counts a file that could not be loaded as a failure', () => {
  const testResults = [
    { name: '/gateway/broken.test.ts', status: 'failed', message: 'Unexpected token\n at 3', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
  ]
  write('gateway/.turbo/vitest.json', { numPassedTests: 3, numFailedTests: 1, testResults })
  expect(readResults(root, ['gateway'])).toMatchObject([{ room: 'gateway', passed: 3, failed: 2 }])
})

it('names what failed, each in one line', () => {
  const failed = { status: 'failed', fullName: 'a door opens', failureMessages: ['Error: it is shut\n at door.ts'] }
  const testResults = [
    { name: '/gateway/broken.test.ts', status: 'failed', message: 'Unexpected token\n at 3', assertionResults: [] },
    { name: '/gateway/door.test.ts', status: 'failed', assertionResults: [failed, { status: 'passed' }] },
  ]
  write('gateway/.turbo/vitest.json', { numPassedTests: 1, numFailedTests: 1, testResults })
  expect(readResults(root, ['gateway'])[0]?.failures).toEqual([
    'broken.test.ts: Unexpected token',
    'door.test.ts: a door opens: Error: it is shut',
  ])
})

it('leaves out a room that gave no results, also when it did in an earlier run', () => {
  write('gateway/.turbo/vitest.json', { numPassedTests: 3, numFailedTests: 0, testResults: [] })
  forgetResults(root, ['gateway'])
  expect(readResults(root, ['gateway'])).toEqual([])
})
