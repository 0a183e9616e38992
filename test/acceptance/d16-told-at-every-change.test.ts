import { describe, expect, inject, it } from 'vitest'
import { graphqlSseClient } from '../operations/clients/graphql-sse.ts'
import { graphqlWsClient } from '../operations/clients/graphql-ws.ts'
import { dataOf, type Event, file, followTo, read, readWhen, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

const FOLLOW = `subscription ($id: ID!, $secret: String!) {
  complaintChanged(id: $id, secret: $secret, afterSequence: 0) {
    cursor sequence epoch type status from { code } to { code } complaint { id title }
  }
}`

const { category: _, details: __, ...UNSORTED } = STREET_LIGHTS
const TITLE = 'Lampu jalan padam di depan sekolah'

describe('D16: the reporter is told on the telephone at every change of status', () => {
  const kinds = [graphqlSseClient(false), graphqlWsClient]

  it.each(kinds)(
    'with the id and the secret of the receipt, over $name: one event for each step, in order',
    async (kind) => {
      const reporter = anybody()
      const kominfo = await official({ role: 'coordinator', region: '64.08' })
      const { id, receipt } = await file(reporter, { ...STREET_LIGHTS, title: TITLE, confidential: true })
      const telephone = kind.connect(inject('network').gateway)
      const told = follow()

      const caseId = (await read(reporter, id)).case?.id ?? ''
      await kominfo.act('VerifyCase', { case: caseId, category: STREET_LIGHTS.category })
      await kominfo.act('StartCase', { case: caseId })
      await kominfo.act('AnswerCase', { case: caseId, body: 'Lampu sudah diganti.' })
      const satisfied = 'mutation ($input: ReplyToAnswerInput!) { replyToAnswer(input: $input) { status } }'
      const input = { complaint: id, secret: receipt.secret, satisfied: true }
      dataOf(await reporter.ask({ query: satisfied, variables: { input } }))

      const events = await told
      await telephone.close()
      const { journey } = await readWhen(reporter, id, 'CLOSED')
      expect(events.map(({ sequence, type, status }) => [sequence, type, status])).toEqual(
        journey.map(({ sequence, type, status }) => [sequence, type, status]),
      )
      expect(events.map(({ status }) => status)).toEqual(['FILED', 'VERIFIED', 'IN_PROGRESS', 'ANSWERED', 'CLOSED'])
      // who has the secret reads what is confidential
      expect(new Set(events.map(({ complaint }) => complaint.title))).toEqual(new Set([TITLE]))

      async function follow(): Promise<readonly Event[]> {
        const events: Event[] = []
        const variables = { id, secret: receipt.secret }
        for await (const answer of telephone.follow<{ complaintChanged: Event }>({ query: FOLLOW, variables })) {
          events.push(dataOf(answer).complaintChanged)
          if (events.at(-1)?.status === 'CLOSED') break
        }
        return events
      }
    },
  )

  it('of a handover, a question, an archiving and a reopening as well, each with its words in one text message', async () => {
    const reporter = anybody()
    const { id, receipt } = await file(reporter, { ...UNSORTED, door: '64', idempotencyKey: crypto.randomUUID() })
    const province = await official({ role: 'coordinator', region: '64' })
    const kominfo = await official({ role: 'coordinator', region: '64.08' })
    const caseNow = async () => (await read(reporter, id)).case?.id ?? ''
    const message = async () => {
      const query = 'query ($id: ID!) { complaint(id: $id) { status statusText(language: ID, maxLength: 160) } }'
      const asked = await reporter.ask<{ complaint: { statusText: string } }>({ query, variables: { id } })
      return dataOf(asked).complaint.statusText
    }
    const send = (mutation: string, input: object) =>
      reporter.ask({
        query: `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { id } }`,
        variables: { input: { complaint: id, secret: receipt.secret, ...input } },
      })
    const messages = [await message()]
    await province.act('HandOverCase', { case: await caseNow(), to: '64.08', reason: 'Jalan kabupaten.' })
    await readWhen(reporter, id, 'HANDED_OVER')
    messages.push(await message())
    const defer = 'mutation ($input: DeferCaseInput!) { deferCase(input: $input) { id } }'
    dataOf(
      await kominfo.client.ask({
        query: defer,
        variables: { input: { case: await caseNow(), question: 'Di jalan apa?' } },
      }),
    )
    dataOf(await send('replyToAnswer', { body: 'Jalan Pendidikan.' }))
    // The door takes it in, and the holder carries it out when it has heard of it.
    await readWhen(reporter, id, 'REPLIED')
    await kominfo.act('ArchiveCase', {
      case: await caseNow(),
      reason: 'TOO_GENERAL',
      explanation: 'Tempat tidak jelas.',
    })
    await readWhen(reporter, id, 'ARCHIVED')
    messages.push(await message())
    dataOf(await send('reopenComplaint', { reason: 'Tempatnya jelas.' }))
    messages.push(await message())

    const told = await followTo(anybody(), id, 'REOPENED')
    expect(told.map(({ type }) => type)).toEqual([
      'FILED',
      'HANDED_OVER',
      'DEFERRED',
      'REPLIED',
      'ARCHIVED',
      'REOPENED',
    ])
    for (const text of messages) expect(text.length).toBeLessThanOrEqual(160)
    expect(new Set(messages).size).toBeGreaterThanOrEqual(3)
  })
})
