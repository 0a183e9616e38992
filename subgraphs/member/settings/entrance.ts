import { type Origins, readOrigins } from '@lawang/trust/http/origins'
import { CONNECTIONS } from '@lawang/trust/limits/connections'
import { type Environment, optional, orConfigError, readNumber } from './setting.ts'

/** Who may come in, and how often. */
export interface EntranceSettings {
  /** How many proxies of our own stand before the server: they say where a direct request comes from. */
  readonly proxies: number
  /** How many connections one network may have open; 0 for as many as it likes. */
  readonly connections: number
  /** The web pages that may open a WebSocket. */
  readonly origins: Origins
  /** Complaints that may be filed in an hour; 0 for as many as there are. */
  readonly filings: FilingRates
}

export interface FilingRates {
  /** From one network, without a token. */
  readonly network: number
  /** By one bearer of a token. */
  readonly person: number
  /** At one government's door, by all together. */
  readonly door: number
}

const MOST = 10_000_000
/** What thousands of phones behind one address of a carrier, a service desk, and a country in a disaster stay below. */
const FILINGS: FilingRates = { network: 600, person: 1_000, door: 100_000 }

/** Throws `ConfigError`. */
export function readEntrance(env: Environment): EntranceSettings {
  return {
    proxies: readNumber(env, 'LAWANG_PROXIES', 10) ?? 0,
    connections: readNumber(env, 'LAWANG_CONNECTIONS', MOST) ?? CONNECTIONS,
    origins: orConfigError(() => readOrigins(optional(env, 'LAWANG_ORIGINS'))),
    filings: {
      network: readNumber(env, 'LAWANG_FILINGS_PER_NETWORK', MOST) ?? FILINGS.network,
      person: readNumber(env, 'LAWANG_FILINGS_PER_PERSON', MOST) ?? FILINGS.person,
      door: readNumber(env, 'LAWANG_FILINGS_PER_DOOR', MOST) ?? FILINGS.door,
    },
  }
}
