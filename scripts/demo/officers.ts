import type { Role } from '@lawang/member/domain/model'
import { signDevelopmentToken } from '../sign-development-token.ts'
import type { HubClient } from './hub-client.ts'

/** What the demo's officers do, each with a token of their own government. */
export interface Officers {
  token(role: Role, region: string): Promise<string>
  verify(complaint: string, region: string, category: string): Promise<void>
  handOver(complaint: string, region: string, reason: string, to?: string): Promise<void>
  /** Assigns to the agency with this short name, starts, answers and closes. */
  settle(complaint: string, region: string, agency: string, answer: string): Promise<void>
  assign(complaint: string, region: string, agency: string): Promise<void>
}

interface WorklistCase {
  readonly id: string
  readonly complaint: { readonly id: string }
}

const AN_HOUR = 60 * 60 * 1000

/** Officers at the hub that `client` speaks to, with tokens signed by the development key in `dataFolder`. */
export function createOfficers(client: HubClient, dataFolder: string): Officers {
  const token = (role: Role, region: string) => {
    const now = new Date()
    return signDevelopmentToken(dataFolder, {
      claims: { role, region },
      subject: `demo-${role}-${region}`,
      now,
      expires: new Date(now.getTime() + AN_HOUR),
    })
  }
  const coordinator = (region: string) => token(region === '00' ? 'national-admin' : 'coordinator', region)

  /** The complaint's case in the government's own worklist: the door hears of it only after its holder has it. */
  const caseOf = async (complaint: string, region: string) => {
    const data = await client.ask<{ cases: { edges: readonly { node: WorklistCase }[] } }>(
      'query Worklist($region: ID!) { cases(region: $region, first: 100) { edges { node { id complaint { id } } } } }',
      { region },
      await coordinator(region),
    )
    const found = data.cases.edges.findLast(({ node }) => node.complaint.id === complaint)
    if (!found) throw new Error(`${region} has no case of the complaint ${complaint}.`)
    return found.node.id
  }

  /** Carries out one of the mutations that take `{input: {case, ...}}`. */
  const act = async (complaint: string, region: string, mutation: string, input: Record<string, unknown>) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const query = `mutation Act($input: ${type}!) { ${mutation}(input: $input) { id status } }`
    await client.ask(query, { input: { case: await caseOf(complaint, region), ...input } }, await coordinator(region))
  }

  const assign = async (complaint: string, region: string, shortName: string) => {
    const data = await client.ask<{ agencies: readonly { id: string; shortName: string }[] }>(
      'query Agencies($region: ID!) { agencies(region: $region) { id shortName } }',
      { region },
    )
    const agency = data.agencies.find((candidate) => candidate.shortName === shortName)
    if (!agency) throw new Error(`${region} has no agency called ${shortName}.`)
    await act(complaint, region, 'assignCase', { agency: agency.id })
  }

  return {
    token,
    verify: (complaint, region, category) => act(complaint, region, 'verifyCase', { category }),
    handOver: (complaint, region, reason, to) =>
      act(complaint, region, 'handOverCase', { reason, ...(to ? { to } : {}) }),
    assign,
    settle: async (complaint, region, agency, answer) => {
      await assign(complaint, region, agency)
      await act(complaint, region, 'startCase', {})
      await act(complaint, region, 'answerCase', { body: answer })
      await act(complaint, region, 'closeCase', {})
    },
  }
}
