import { parseArgs } from 'node:util'
import type { BearerClaims } from '@lawang/member/access/claims'
import { ROLES, type Role } from '@lawang/member/domain/model'
import { parseId } from '@lawang/schema/id'
import { governmentOf, isRegionCode, NATION, tierOf } from '@lawang/schema/region'
import type { Tier } from '@lawang/schema/tier'

/** What the command line asks for; `days` is the token's life. */
export interface TokenArguments {
  readonly claims: BearerClaims
  readonly subject: string
  readonly days: number
  readonly dataFolder: string
}

/** A command line that cannot be followed: one sentence that says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const EXAMPLE = 'npm run -s token -- --role coordinator --region 64.08'

/** Reads the command line; throws `UsageError`. `defaultDataFolder` is where keys are looked for without --data. */
export function parseTokenArguments(args: readonly string[], defaultDataFolder: string): TokenArguments {
  const values = readOptions(args)
  const role = ROLES.find((candidate) => candidate === values.role)
  if (!role) throw new UsageError(`--role must be one of ${ROLES.join(', ')}: for example ${EXAMPLE}`)
  const days = Number(values.days ?? '30')
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new UsageError('--days must be a whole number from 1 to 365.')
  return {
    claims: { role, ...placeOf(role, values.region, values.agency), ...scopeOf(role, values.scope) },
    subject: values.subject ?? `development-${role}`,
    days,
    dataFolder: values.data ?? defaultDataFolder,
  }
}

function readOptions(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    const options = { role: text, region: text, agency: text, days: text, data: text, subject: text, scope: text }
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    const [sentence = 'The options cannot be read.'] = error instanceof Error ? error.message.split('. ') : []
    throw new UsageError(`${sentence.replace(/\.?$/, '.')} For example: ${EXAMPLE}`)
  }
}

/** What a service account may do when nothing else is said. */
const INTEGRATOR_SCOPE = 'fileReceivedEarlier fileForOthers'

function scopeOf(role: Role, scope: string | undefined) {
  const named = scope ?? (role === 'integrator' ? INTEGRATOR_SCOPE : undefined)
  return named === undefined ? {} : { scope: named }
}

/** Roles whose place is no government, with the tier that it is of. */
const AREA_TIERS: Partial<Readonly<Record<Role, Tier>>> = { 'district-head': 'DISTRICT', 'village-head': 'VILLAGE' }

/** Where the bearer acts: a coordinator for a government, an operator for one of its agencies, a head for an area. */
function placeOf(role: Role, region: string | undefined, agency: string | undefined) {
  const tier = AREA_TIERS[role]
  if (tier === undefined) return governmentPlaceOf(role, region, agency)
  if (region === undefined || !isRegionCode(region) || tierOf(region) !== tier) {
    throw new UsageError(`The role ${role} needs --region with the code of a ${tier.toLowerCase()}.`)
  }
  return { region }
}

function governmentPlaceOf(role: Role, region: string | undefined, agency: string | undefined) {
  if (region !== undefined && !(isRegionCode(region) && governmentOf(region) === region)) {
    throw new UsageError(
      `--region ${region} is no government's code: use 00, a province (64) or a regency or city (64.08).`,
    )
  }
  const parsed = agency === undefined ? undefined : parseId(agency)
  if (parsed && !(parsed.form === 'valid' && parsed.kind === 'agency')) {
    throw new UsageError(`--agency ${agency} is no agency's id: take one from agencies(region).`)
  }
  const agencyId = parsed?.form === 'valid' ? parsed.id : undefined
  const government = region ?? (parsed?.form === 'valid' ? parsed.government : undefined) ?? homeOf(role)
  if (parsed?.form === 'valid' && parsed.government !== government) {
    throw new UsageError(`--agency ${agency} belongs to ${parsed.government}, not to ${government}.`)
  }
  if (NEEDS_GOVERNMENT.includes(role) && government === undefined) {
    throw new UsageError(`The role ${role} needs --region: for example ${EXAMPLE.replace('coordinator', role)}`)
  }
  return {
    ...(government === undefined ? {} : { region: government }),
    ...(agencyId === undefined ? {} : { agency: agencyId }),
  }
}

const NEEDS_GOVERNMENT: readonly Role[] = ['coordinator', 'operator', 'supervisor']

function homeOf(role: Role): string | undefined {
  return role === 'national-admin' ? NATION : undefined
}
