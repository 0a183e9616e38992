import type { BearerClaims } from '@lawang/member/access/claims'
import { inject } from 'vitest'
import type { Answered, Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, tokenFor } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'

/** Somebody without a token: a reporter, the public. Asks the gateway, or the member that is named, by its own endpoint. */
export function anybody(member?: string): Client {
  return fetchClient.connect(addressOf(member))
}

/** An officer of a government, as `anybody` with a token. */
export interface Official {
  readonly client: Client
  /** Sends an act of the operations' file and answers the status of the case after it; fails on any refusal. */
  act(name: string, input: Readonly<Record<string, unknown>>): Promise<string | undefined>
  /** Sends an act that is to be refused and answers the codes of the refusals. */
  refusals(name: string, input: Readonly<Record<string, unknown>>): Promise<readonly unknown[]>
}

/** Who bears these claims, at the gateway or at the named member's own endpoint. Two roles are two persons. */
export async function official(claims: BearerClaims, member?: string): Promise<Official> {
  const { dataFolder } = inject('network')
  const client = fetchClient.connect(addressOf(member), await tokenFor(dataFolder, claims, `${claims.role}-1`))
  const send = (name: string, input: Readonly<Record<string, unknown>>): Promise<Answered<Acted>> =>
    client.ask<Acted>({ query: operation(name), variables: { input } })
  return {
    client,
    act: async (name, input) => Object.values(dataOf(await send(name, input)))[0]?.status,
    refusals: async (name, input) => codesOf(await send(name, input)),
  }
}

type Acted = Readonly<Record<string, { readonly status: string } | null>>

/** The id of an agency by its short name (`Dishub`). */
export async function agencyOf(government: string, shortName: string): Promise<string> {
  const answer = await anybody().ask<{ agencies: readonly { readonly id: string; readonly shortName: string }[] }>({
    query: operation('Agencies'),
    variables: { region: government },
  })
  const agency = dataOf(answer).agencies.find((one) => one.shortName === shortName)
  if (!agency) throw new Error(`${government} has no agency ${shortName}`)
  return agency.id
}

function addressOf(member: string | undefined): string {
  const { gateway, members } = inject('network')
  if (member === undefined) return gateway
  const url = members[member]
  if (url === undefined) throw new Error(`The network has no member ${member}`)
  return url
}
