import { type Mode, readMode } from '@lawang/trust/mode'
import type { MandateRule } from '../mandates/book.ts'
import { ConfigError, type Environment, optional, orConfigError } from './setting.ts'

/** Whose tokens are taken. */
export interface TokenSettings {
  /** `production` takes nothing that belongs to a development network. */
  readonly mode: Mode
  /** Path of the file of identity providers whose tokens are taken. */
  readonly issuersPath?: string
  /** Path of a JWKS file with the development issuer's public keys. */
  readonly jwksPath?: string
}

/** Whether officers act only under a decree; `DEVELOPMENT` gives every agency one that names everybody. */
export type MandateSetting = MandateRule | 'DEVELOPMENT'

/** Production does not take the development issuer. Throws `ConfigError`. */
export function readTokenSettings(env: Environment): TokenSettings {
  const mode = orConfigError(() => readMode(env))
  const issuersPath = optional(env, 'LAWANG_ISSUERS')
  const jwksPath = optional(env, 'LAWANG_JWKS')
  if (mode === 'production' && jwksPath !== undefined) {
    throw new ConfigError('LAWANG_JWKS names the keys of the development issuer: in production name LAWANG_ISSUERS.')
  }
  if (issuersPath === undefined && jwksPath === undefined) {
    throw new ConfigError('LAWANG_ISSUERS is not set: it is the file of identity providers whose tokens are taken.')
  }
  return { mode, issuersPath, jwksPath }
}

const MANDATE_SETTINGS: Readonly<Record<string, MandateSetting>> = {
  required: 'REQUIRED',
  off: 'OFF',
  development: 'DEVELOPMENT',
}

/** Throws `ConfigError`. */
export function readMandateSetting(env: Environment, mode: Mode): MandateSetting {
  const text = optional(env, 'LAWANG_MANDATES') ?? 'required'
  const setting = Object.hasOwn(MANDATE_SETTINGS, text) ? MANDATE_SETTINGS[text] : undefined
  if (setting === undefined) {
    throw new ConfigError(
      `LAWANG_MANDATES is "${text}": it must be one of ${Object.keys(MANDATE_SETTINGS).join(', ')}.`,
    )
  }
  if (setting === 'DEVELOPMENT' && mode === 'production') {
    throw new ConfigError('LAWANG_MANDATES is "development", by which every token acts: production does not take it.')
  }
  return setting
}
