import { sessionSigner } from '@lawang/trust/session/session-signer'
import { accessTokens } from '@lawang/trust/tokens/access-tokens'
import { openTrustedIssuers } from '@lawang/trust/tokens/open-issuers'
import type { GatewayConfig } from '../config.ts'
import { createAssertions } from './assertions.ts'
import { type Introduce, signedIntroduction } from './introduction.ts'
import type { MemberKeys } from './member-keys.ts'
import { tokenVerifier } from './verify-token.ts'

type IntroductionConfig = Pick<GatewayConfig, 'name' | 'issuersPath' | 'jwksPath' | 'trust'>

/**
 * How this gateway introduces itself to members; undefined where it has no key. One that signs verifies access tokens
 * itself, by the issuers that members trust. Throws one sentence.
 */
export function openIntroduction(
  { name, issuersPath, jwksPath, trust: { key, isProduction } }: IntroductionConfig,
  network: MemberKeys | undefined,
): Introduce | undefined {
  if (!key || !network) return undefined
  const now = () => Date.now()
  const verify = tokenVerifier(accessTokens(openTrustedIssuers({ issuersPath, jwksPath, isProduction })), now)
  const keys = () => network.keys()
  return signedIntroduction(
    sessionSigner({ name, key, keys, now }),
    createAssertions({ gateway: name, key, verify, now }),
  )
}
