import { expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { ask } from './testing/ask.ts'
import { coordinatorOf, fakeComplaint, fakeId } from './testing/fake-records.ts'
import { fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
const complaints = [1, 2, 3].map((number) => fakeComplaint(reference, { id: fakeId('complaint', '64.08', number) }))
const server = () => fakeServices(reference, { governments: ['64.08'], complaints })

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Complaint { id title }
    ... on Agency { shortName openCases }
    ... on Region { name }
    ... on Category { name }
  }
}`

test('entities of one type are one query, and stand in the order in which they were asked for', async () => {
  const services = server()
  const agency = coordinatorOf(reference, '64.08')
  const representations = [
    { __typename: 'Complaint', id: complaints[2]?.id },
    { __typename: 'Agency', id: agency.id },
    { __typename: 'Complaint', id: complaints[0]?.id },
    { __typename: 'Region', code: '64.08' },
    { __typename: 'Complaint', id: complaints[1]?.id },
  ]
  const { data, errors } = await ask(services, ENTITIES, { variables: { representations } })
  expect(errors).toBeUndefined()
  expect(data?._entities).toMatchObject([
    { id: complaints[2]?.id },
    { shortName: agency.shortName, openCases: 0 },
    { id: complaints[0]?.id },
    { __typename: 'Region', name: 'Kabupaten Kutai Timur' },
    { id: complaints[1]?.id },
  ])
  expect(services.calls.toSorted()).toEqual(['agencies 1', 'complaints 3', 'openCases 1'])
})

test('an entity that fails nulls only its own row, with an error that names the row', async () => {
  const representations = [
    { __typename: 'Complaint', id: complaints[0]?.id },
    { __typename: 'Complaint', id: 'nonsense' },
    { __typename: 'Complaint', id: fakeId('complaint', '64.09') },
    { __typename: 'Ombudsman', id: '1' },
    { __typename: 'Complaint' },
    { __typename: 'Query' },
    { __typename: 'Complaint', id: complaints[1]?.id },
  ]
  const { data, errors } = await ask(server(), ENTITIES, { variables: { representations } })
  expect(data?._entities).toMatchObject([
    { id: complaints[0]?.id },
    null,
    null,
    null,
    null,
    null,
    { id: complaints[1]?.id },
  ])
  expect(errors?.map(({ path, extensions }) => [path?.[1], extensions?.code]).toSorted()).toEqual([
    [1, 'BAD_USER_INPUT'],
    [2, 'UNKNOWN_JURISDICTION'],
    [3, 'BAD_USER_INPUT'],
    [4, 'BAD_USER_INPUT'],
    [5, 'BAD_USER_INPUT'],
  ])
})

test('an entity that is not there is null without an error', async () => {
  const representations = [
    { __typename: 'Complaint', id: fakeId('complaint', '64.08', 99) },
    { __typename: 'Region', code: '99' },
    { __typename: 'Category', code: 'nothing' },
  ]
  expect(await ask(server(), ENTITIES, { variables: { representations } })).toEqual({
    data: { _entities: [null, null, null] },
  })
})

test('a query that fails nulls the rows of its type only', async () => {
  const services = {
    ...server(),
    complaints: { ...server().complaints, byIds: () => Promise.reject(new Error('connection lost')) },
  }
  const representations = [
    { __typename: 'Complaint', id: complaints[0]?.id },
    { __typename: 'Region', code: '64' },
  ]
  const { data, errors } = await ask(services, ENTITIES, { variables: { representations }, onFault: () => {} })
  expect(data?._entities).toMatchObject([null, { name: 'Kalimantan Timur' }])
  expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'INTERNAL' } }])
  expect(JSON.stringify(errors)).not.toContain('connection lost')
})

test('_service answers the text of the contracts', async () => {
  expect(await ask(server(), '{ _service { sdl } }')).toEqual({ data: { _service: { sdl: 'the contracts' } } })
})
