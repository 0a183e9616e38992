import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALGORITHM, AUDIENCE } from '@lawang/trust/tokens/development-issuer'
import type { ServerPlan } from './server-process.ts'

export interface IssuerPlanOptions {
  readonly dataFolder: string
  readonly port: number
  readonly gatewayPort: number
  /** Path of the JWKS with the development key's public part. */
  readonly jwks: string
  /** Where else browsers may be sent back to: front ends under development. */
  readonly redirects: readonly string[]
}

/** How the development issuer is started, and what makes servers trust it. */
export interface PlannedIssuer {
  readonly plan: ServerPlan
  /** Settings of gateway and members. */
  readonly trusting: Readonly<Record<string, string>>
}

/** Servers read its keys from the file: they need not reach it. */
export function planIssuer({ dataFolder, port, gatewayPort, jwks, redirects }: IssuerPlanOptions): PlannedIssuer {
  const url = `http://127.0.0.1:${port}`
  const issuers = join(dataFolder, 'keys', 'issuers.json')
  const entry = { issuer: url, audience: AUDIENCE, jwks, algorithms: [ALGORITHM] }
  writeFileSync(issuers, `${JSON.stringify([entry], null, 2)}\n`)
  const pages = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${gatewayPort}/graphiql`)
  return {
    plan: {
      name: 'issuer',
      url,
      main: 'scripts/issuer/main.ts',
      args: [],
      log: join(dataFolder, 'logs', 'issuer.log'),
      env: {
        PORT: String(port),
        LAWANG_DATA: dataFolder,
        LAWANG_SIGN_IN_REDIRECTS: [...pages, ...redirects].join(','),
      },
    },
    trusting: { LAWANG_ISSUERS: issuers },
  }
}
