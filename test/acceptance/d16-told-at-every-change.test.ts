import { describe, expect, inject, it } from 'vitest'
import { graphqlSseClient } from '../operations/clients/graphql-sse.ts'
import { graphqlWsClient } from '../operations/clients/graphql-ws.ts'
import { dataOf, type Event, file, read, readWhen, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

const FOLLOW = `subscription ($id: ID!, $secret: String!) {
  complaintChanged(id: $id, secret: $secret, afterSequence: 0) {
    cursor sequence epoch type status from { code } to { code } complaint { id title }
  }
}`

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
})
