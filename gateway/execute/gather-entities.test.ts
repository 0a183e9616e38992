import { describe, expect, it } from 'vitest'
import type { EntityFetch } from '../plan/executable.ts'
import type { AskAnswer } from '../route/ask.ts'
import { type EntityQuestion, gatherEntities } from './gather-entities.ts'
import { isJsonObject, type MemberError } from './member-answer.ts'

const part = { paths: [], requires: [], inputRewrites: [], outputRewrites: [] }
const FETCH: EntityFetch = {
  kind: 'entities',
  contract: 'c',
  text: 'query',
  textJson: '"query"',
  variables: ['n'],
  parts: [
    { ...part, alias: '_e0', variable: 'r0' },
    { ...part, alias: '_e1', variable: 'r1' },
  ],
}
const endpoint = { name: 'm', url: 'http://m/graphql', region: undefined }

type Rows = readonly number[]
const question = (rows: readonly [Rows, Rows], more: Partial<EntityQuestion> = {}): EntityQuestion => ({
  endpoints: [endpoint],
  fetch: FETCH,
  rows: rows.map((ids) => ids.map((id) => `{"id":${id}}`)),
  otherVariables: '',
  call: { signal: new AbortController().signal },
  ...more,
})

/** A member that answers `row <id>`, with an error for each row of `broken`, or none at all when it fails as a whole. */
function startMember(options: { readonly broken?: number; readonly failsTogether?: boolean } = {}) {
  const asked: { readonly r0: { readonly id: number }[]; readonly r1: { readonly id: number }[] }[] = []
  const ask = gatherEntities(async (_endpoints, body): Promise<AskAnswer> => {
    const { variables } = JSON.parse(body) as { variables: (typeof asked)[number] }
    asked.push(variables)
    const rows = [...variables.r0, ...variables.r1]
    if (options.failsTogether && rows.length > 2) {
      return { kind: 'answered', data: null, errors: [{ message: 'too much', path: undefined, extensions: {} }] }
    }
    const errors: MemberError[] = []
    const answer = (alias: string, list: readonly { id: number }[]) =>
      list.map(({ id }, index) => {
        if (id !== options.broken) return { name: `row ${id}` }
        errors.push({ message: `no ${id}`, path: [alias, index, 'name'], extensions: {} })
        return null
      })
    const data = { _e0: answer('_e0', variables.r0), _e1: answer('_e1', variables.r1) }
    return { kind: 'answered', data, errors }
  })
  return { asked, ask }
}

const names = (rows: readonly unknown[] | undefined) => rows?.map((row) => (isJsonObject(row) ? row.name : row))

describe('calls that ask one member at one moment', () => {
  it('are one request with each row once, and each call gets its own rows in its own order', async () => {
    const { ask, asked } = startMember()
    const answers = await Promise.all([
      ask(question([[1, 2], [9]])),
      ask(question([[2, 3], []])),
      ask(question([[3, 1], [8]])),
    ])
    expect(asked).toEqual([{ r0: [{ id: 1 }, { id: 2 }, { id: 3 }], r1: [{ id: 9 }, { id: 8 }] }])
    const found = answers.map((one) => (one.kind === 'answered' ? one.entities.map(names) : undefined))
    expect(found).toEqual([
      [['row 1', 'row 2'], ['row 9']],
      [['row 2', 'row 3'], []],
      [['row 3', 'row 1'], ['row 8']],
    ])
    expect(answers.every((one) => one.kind === 'answered' && one.shared)).toBe(true)
  })

  it('each get the errors of their own rows, with the paths of their own', async () => {
    const { ask } = startMember({ broken: 2 })
    const answers = await Promise.all([ask(question([[1], []])), ask(question([[3, 2], []])), ask(question([[], [2]]))])
    const paths = answers.map((one) => (one.kind === 'answered' ? one.errors.map(({ path }) => path) : undefined))
    expect(paths).toEqual([[], [['_e0', 1, 'name']], [['_e1', 0, 'name']]])
  })

  it('each ask again alone when the member fails them together', async () => {
    const { ask, asked } = startMember({ failsTogether: true })
    const answers = await Promise.all([ask(question([[1], []])), ask(question([[2, 3, 4], []]))])
    expect(asked).toHaveLength(3)
    expect(answers[0]).toMatchObject({ kind: 'answered', entities: [[{ name: 'row 1' }], []], errors: [] })
    expect(answers[1]).toMatchObject({ kind: 'answered', errors: [{ message: 'too much' }] })
  })

  it('are kept apart by authorization, by variables and by member', async () => {
    const { ask, asked } = startMember()
    const { signal } = new AbortController()
    await Promise.all([
      ask(question([[1], []])),
      ask(question([[1], []], { call: { signal, authorization: 'Bearer a' } })),
      ask(question([[1], []], { call: { signal, authorization: 'Bearer b' } })),
      ask(question([[1], []], { otherVariables: '"n":1' })),
      ask(question([[1], []], { endpoints: [{ ...endpoint, url: 'http://other/graphql' }] })),
    ])
    expect(asked).toHaveLength(5)
  })

  it('are several requests when they are many', async () => {
    const { ask, asked } = startMember()
    const many = (from: number) => Array.from({ length: 300 }, (_, index) => from + index)
    await Promise.all([ask(question([many(0), []])), ask(question([many(300), []])), ask(question([many(600), []]))])
    expect(asked.map(({ r0 }) => r0.length)).toEqual([600, 300])
  })
})

it('a call that asks alone has the objects for itself', async () => {
  const { ask } = startMember()
  expect(await ask(question([[1], []]))).toMatchObject({ kind: 'answered', shared: false })
})
