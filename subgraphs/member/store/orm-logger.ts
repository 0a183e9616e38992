import type { Logger } from '@mikro-orm/core'
import type { OnStatement } from './statements.ts'

/** Settings by which the ORM tells of its statements, in place of writing them anywhere: their values go no further. */
export function createOrmLogger(onStatement: OnStatement) {
  const logger: Logger = {
    log() {},
    error() {},
    warn() {},
    setDebugMode() {},
    isEnabled: (namespace) => namespace === 'query',
    logQuery({ query, took, level }) {
      if (query !== undefined && took !== undefined) onStatement(query, took, level === 'error')
    },
  }
  return { debug: ['query' as const], loggerFactory: () => logger }
}
