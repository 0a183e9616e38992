import { readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

/** How the tests of one room went. */
export interface RoomResult {
  readonly room: string
  readonly passed: number
  readonly failed: number
  /** One line for each failure: file, test, and the first line of what it says. */
  readonly failures: readonly string[]
}

const FILE = '.turbo/vitest.json'

/** What Vitest is told in every room, so that its results can be read afterwards. */
export const REPORTERS = ['--reporter=default', '--reporter=json', `--outputFile.json=${FILE}`]

/** The folders of the rooms that have tests, from the root's workspaces. */
export function roomsWithTests(root: string): readonly string[] {
  return list(readJson(join(root, 'package.json')).workspaces)
    .map(String)
    .filter((room) => {
      const { scripts } = readJson(join(root, room, 'package.json'))
      return typeof Object(scripts).test === 'string'
    })
}

/** Results of an earlier run must not count for this one. */
export function forgetResults(root: string, rooms: readonly string[]): void {
  for (const room of rooms) rmSync(join(root, room, FILE), { force: true })
}

/** Rooms that did not run are left out. A test file that could not be loaded counts as one failure. */
export function readResults(root: string, rooms: readonly string[]): readonly RoomResult[] {
  return rooms.flatMap((room) => {
    const result = readIfThere(join(root, room, FILE))
    if (result === undefined) return []
    const { numPassedTests, numFailedTests, testResults } = result
    const broken = list(testResults).filter(isBroken)
    const failures = list(testResults).flatMap(failuresOf)
    return [{ room, passed: Number(numPassedTests), failed: Number(numFailedTests) + broken.length, failures }]
  })
}

function isBroken(file: unknown): boolean {
  return Object(file).status === 'failed' && list(Object(file).assertionResults).length === 0
}

function failuresOf(file: unknown): readonly string[] {
  const { name, message, assertionResults } = Object(file)
  const path = basename(String(name))
  if (isBroken(file)) return [`${path}: ${firstLine(message)}`]
  return list(assertionResults)
    .map(Object)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${path}: ${fullName}: ${firstLine(list(failureMessages)[0])}`)
}

function firstLine(text: unknown): string {
  return String(text ?? '').split('\n', 1)[0] ?? ''
}

function readIfThere(path: string): Record<string, unknown> | undefined {
  try {
    return readJson(path)
  } catch {
    return undefined
  }
}

function readJson(path: string): Record<string, unknown> {
  return Object(JSON.parse(readFileSync(path, 'utf8')))
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
