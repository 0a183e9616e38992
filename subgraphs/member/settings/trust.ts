import { readMode } from '@lawang/trust/mode'
import { readTrustSettings, type TrustSettings } from '@lawang/trust/settings'
import { type Environment, optional, orConfigError, type ReadFile, required } from './setting.ts'

/** Whom the server believes, and what it proves itself with. Throws `ConfigError`. */
export function readTrust(env: Environment, readFile: ReadFile): TrustSettings {
  const isProduction = orConfigError(() => readMode(env)) === 'production'
  if (isProduction || optional(env, 'LAWANG_OPERATOR_KEYS') !== undefined) {
    required(env, 'LAWANG_MEMBERS', 'the registry that the operator has signed')
  }
  return orConfigError(() => readTrustSettings(env, optional(env, 'LAWANG_MEMBERS'), readFile))
}
