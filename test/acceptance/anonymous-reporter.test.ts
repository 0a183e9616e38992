import type { BearerClaims } from '@lawang/member/access/claims'
import { beforeAll, describe, expect, it } from 'vitest'
import { ELECTRICITY, type Filed, file, followTo, read } from '../operations/hub.ts'
import { agencyOf, anybody, official } from './officials.ts'

const PERSON = { name: 'Pelapor Tanpa Nama', phone: '+62 811 0000 4714', email: 'tanpa-nama@contoh.invalid' }
const MEMBERS = [undefined, 'national', 'kutai-timur', 'provincial']

/** Every path by which a front end, another server or somebody who writes queries by hand comes near a reporter. */
const PATHS = (id: string, caseId: string): readonly string[] => [
  `{ complaint(id: "${id}") { id title body channel case { id reporter { handle anonymous } acts { name act } } replies { body } } }`,
  `{ case(id: "${caseId}") { id reporter { handle anonymous } complaint { id title body } } }`,
  `mutation { readReporter(input: { case: "${caseId}", purpose: "ingin tahu" }) { name phone email } }`,
  `{ personalData(complaint: "${id}", secret: "AAAAAAAAAAAAAAAAAAAA") { state reporter { name phone email } } }`,
  `{ identityViews(complaint: "${id}") { role purpose officer } }`,
  `{ cases(region: "00", first: 100) { edges { node { id reporter { handle anonymous } } } } }`,
  `{ cases(region: "64.08", first: 100) { edges { node { id reporter { handle anonymous } } } } }`,
  `{ _entities(representations: [{ __typename: "Complaint", id: "${id}" }]) { ... on Complaint { title body } } }`,
  `{ _entities(representations: [{ __typename: "Case", id: "${caseId}" }]) { ... on Case { reporter { handle } } } }`,
]

describe('who reports anonymously', () => {
  let filed: Filed
  let caseId: string
  let roles: readonly BearerClaims[]

  beforeAll(async () => {
    filed = await file(anybody(), { ...ELECTRICITY, anonymous: true, reporter: PERSON })
    await followTo(anybody(), filed.id, 'HANDED_OVER')
    caseId = (await read(anybody(), filed.id)).case?.id ?? ''
    roles = [
      { role: 'operator', region: '00', agency: await agencyOf('00', 'PLN') },
      { role: 'operator', region: '64.08', agency: await agencyOf('64.08', 'Diskominfo') },
      { role: 'coordinator', region: '64.08' },
      { role: 'coordinator', region: '64' },
      { role: 'national-admin', region: '00' },
      { role: 'supervisor', region: '64' },
      { role: 'overseer' },
      { role: 'district-head', region: '64.08.04' },
      { role: 'kiosk', region: '64.08' },
      { role: 'integrator', scope: 'readWorklist readReporter readConfidential' },
    ]
  })

  it.each(MEMBERS)(
    'is unknown to every role, on every path, at the gateway and at each member (%s)',
    async (member) => {
      let answered = 0
      for (const claims of roles) {
        const { client } = await official(claims, member)
        for (const query of PATHS(filed.id, caseId)) {
          const answer = await client.ask({ query }).catch((error: Error) => ({ error: error.message }))
          const text = JSON.stringify(answer)
          for (const personal of Object.values(PERSON)) expect(text, `${claims.role}: ${query}`).not.toContain(personal)
          if ('data' in answer && answer.data) answered += 1
        }
      }
      expect(answered).toBeGreaterThan(roles.length)
    },
  )
})
