import { type GovernmentCode, governmentOf, isRegionCode, tierOf } from '@lawang/schema/region'
import type { GovernmentTier } from '@lawang/schema/tier'
import { ConfigError, type Environment, optional, required } from './setting.ts'

/** The governments that the server hosts, all of one tier. Throws `ConfigError`. */
export function readGovernments(env: Environment, tier: GovernmentTier): readonly GovernmentCode[] {
  const codes = codesIn(required(env, 'LAWANG_GOVERNMENTS', 'the codes of its governments'))
  const wrong = codes.find((code) => !isRegionCode(code) || governmentOf(code) !== code || tierOf(code) !== tier)
  if (wrong !== undefined) {
    throw new ConfigError(`LAWANG_GOVERNMENTS names "${wrong}", which is no government of the tier ${tier}.`)
  }
  return codes
}

/** Those of its governments whose answers need two persons. Throws `ConfigError`. */
export function readTwoPersons(env: Environment, governments: readonly GovernmentCode[]): readonly GovernmentCode[] {
  const codes = codesIn(optional(env, 'LAWANG_TWO_PERSON_ANSWERS'))
  const foreign = codes.find((code) => !governments.includes(code))
  if (foreign !== undefined) {
    throw new ConfigError(`LAWANG_TWO_PERSON_ANSWERS names "${foreign}", which is none of LAWANG_GOVERNMENTS.`)
  }
  return codes
}

function codesIn(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [...new Set(text.split(',').map((code) => code.trim()))]
}
