import { memberSetting } from './network/addresses.ts'
import type { NetworkOptions } from './network.ts'

const DEFAULT_PORT = 4000
const DEFAULT_DATA = '.data'

/** What `npm start` takes from the environment; see docs/settings.md. Throws one sentence about a wrong value. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  memberNames: readonly string[],
): Pick<
  NetworkOptions,
  'gatewayPort' | 'gatewayHost' | 'memberPorts' | 'issuerPort' | 'signInRedirects' | 'dataFolder' | 'databases'
> {
  const port = readPort(env, 'PORT') ?? DEFAULT_PORT
  const server = readDatabaseUrl(env, 'DATABASE_URL')
  return {
    gatewayPort: port,
    ...(env.LAWANG_HOST ? { gatewayHost: env.LAWANG_HOST } : {}),
    memberPorts: ofMembers(memberNames, (name) => readPort(env, memberSetting('PORT', name))),
    issuerPort: readPort(env, memberSetting('PORT', 'issuer')) ?? port + memberNames.length + 1,
    signInRedirects: readRedirects(env.LAWANG_SIGN_IN_REDIRECTS),
    dataFolder: env.LAWANG_DATA || DEFAULT_DATA,
    databases: {
      ...(server === undefined ? {} : { server: { url: server } }),
      byMember: ofMembers(memberNames, (name) => readDatabaseUrl(env, memberSetting('DATABASE_URL', name))),
    },
  }
}

function ofMembers<T>(names: readonly string[], read: (name: string) => T | undefined): ReadonlyMap<string, T> {
  return new Map(
    names.flatMap((name): [string, T][] => {
      const value = read(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function readRedirects(text: string | undefined): readonly string[] {
  const uris = text ? text.split(',').map((uri) => uri.trim()) : []
  const wrong = uris.find((uri) => !/^https?:$/.test(URL.parse(uri)?.protocol ?? ''))
  if (wrong === undefined) return uris
  throw new Error(`LAWANG_SIGN_IN_REDIRECTS names "${wrong}", which is no http or https url.`)
}

function readPort(env: Readonly<Record<string, string | undefined>>, name: string): number | undefined {
  const text = env[name]
  if (!text) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`${name} is "${text}": set it to a port number between 1 and 65535, or leave it out.`)
}

function readDatabaseUrl(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const text = env[name]
  if (!text) return undefined
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text
  // The value may hold a password: it is not repeated.
  throw new Error(`${name} is not a PostgreSQL URL: write it as postgres://user:password@host:port/database.`)
}
