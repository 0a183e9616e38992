import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseRegistry } from '@lawang/schema/registry'
import { HUB_MEMBER } from './network/members.ts'
import { runCommand } from './run-command.ts'
import { signDevelopmentToken } from './sign-development-token.ts'

/**
 * `npm run reconcile -- [--data .data] [--hub URL]`: has the hub compare door, holder and register of every complaint,
 * and prints what differs. Exits with 1 when anything does, or when a member could not be compared.
 * `LAWANG_TOKEN` is the overseer's token; without it one is signed with the development key.
 */
interface Report {
  readonly round: number
  readonly copies: number
  readonly differences: readonly { readonly complaint: string; readonly government: string; readonly fault: string }[]
  readonly unheard: readonly string[]
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env.LAWANG_DATA ?? '.data' }, hub: { type: 'string' } },
})

function hubUrl(dataFolder: string): string {
  const members = parseRegistry(readFileSync(join(dataFolder, 'members.json'), 'utf8'))
  const hub = members.find(({ name }) => name === HUB_MEMBER)
  if (!hub) throw new Error(`The registry in ${dataFolder} names no ${HUB_MEMBER} member: name the hub with --hub.`)
  return hub.url
}

async function overseerToken(dataFolder: string): Promise<string> {
  if (process.env.LAWANG_TOKEN) return process.env.LAWANG_TOKEN
  const now = new Date()
  const expires = new Date(now.getTime() + 60 * 60 * 1000)
  return signDevelopmentToken(dataFolder, { claims: { role: 'overseer' }, subject: 'reconciliation', now, expires })
}

async function reconcile(url: string, token: string): Promise<Report> {
  const response = await fetch(`${url}/exchange/reconcile`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok)
    throw new Error(`The hub at ${url} answers with status ${response.status}: ${await response.text()}`)
  // The hub and this command are of one version.
  return (await response.json()) as Report
}

async function main(): Promise<number> {
  const { round, copies, differences, unheard } = await reconcile(
    values.hub ?? hubUrl(values.data),
    await overseerToken(values.data),
  )
  for (const { complaint, government, fault } of differences) console.log(`${complaint} at ${government}: ${fault}`)
  for (const member of unheard) console.log(`${member} was not heard: its copies were not compared`)
  console.log(`Reconciliation ${round}: ${copies} copies compared, ${differences.length} differ`)
  return differences.length === 0 && unheard.length === 0 ? 0 : 1
}

await runCommand(async () => {
  process.exitCode = await main()
})
