import { accessTokens } from '@lawang/trust/tokens/access-tokens'
import { openTrustedIssuers } from '@lawang/trust/tokens/open-issuers'
import type { GatewayConfig } from '../config.ts'
import { createAssertions } from './assertions.ts'
import { type Introduce, signedIntroduction } from './introduction.ts'
import { tokenVerifier } from './verify-token.ts'

/**
 * How this gateway introduces itself to members; undefined where it has no key. One that signs verifies access tokens
 * itself, by the issuers that members trust. Throws one sentence.
 */
export function openIntroduction({
  name,
  issuersPath,
  jwksPath,
  membersFile,
  trust: { key, isProduction },
}: Pick<GatewayConfig, 'name' | 'issuersPath' | 'jwksPath' | 'membersFile' | 'trust'>): Introduce | undefined {
  if (!key || membersFile === undefined) return undefined
  const now = () => Date.now()
  const verify = tokenVerifier(accessTokens(openTrustedIssuers({ issuersPath, jwksPath, isProduction })), now)
  return signedIntroduction(key, createAssertions({ gateway: name, key, verify, now }), now)
}
