export type Mode = 'development' | 'production'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads LAWANG_ENVIRONMENT, the one switch of a server's life: `production` takes nothing that belongs to a development
 * network. Where it is not set, NODE_ENV=production counts. Throws an error of one sentence, also where the switch is set
 * by a name that is not read: whoever sets that believes to be protected.
 */
export function readMode(env: Environment): Mode {
  const of = (name: string) => env[name]?.trim() || undefined
  if (of('LAWANG_MODE') !== undefined) {
    throw new Error('LAWANG_MODE is not read: set LAWANG_ENVIRONMENT to production or development.')
  }
  const byNode = of('NODE_ENV') === 'production' ? 'production' : 'development'
  const text = of('LAWANG_ENVIRONMENT') ?? byNode
  if (text === 'production' || text === 'development') return text
  throw new Error(`LAWANG_ENVIRONMENT is "${text}": it must be production or development.`)
}
