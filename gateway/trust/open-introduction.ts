import type { GatewayConfig } from '../config.ts'
import { readKeySet, tokenVerifier } from './access-tokens.ts'
import { createAssertions } from './assertions.ts'
import { type Introduce, signedIntroduction } from './introduction.ts'

/** The issuer of development tokens. */
const ISSUER = 'https://lawang.id/development'

/** How this gateway introduces itself to members; undefined where it has no key. Throws one sentence. */
export function openIntroduction({
  name,
  jwksFile,
  membersFile,
  trust: { key },
}: Pick<GatewayConfig, 'name' | 'jwksFile' | 'membersFile' | 'trust'>): Introduce | undefined {
  if (!key || membersFile === undefined) return undefined
  if (jwksFile === undefined) {
    throw new Error('LAWANG_JWKS is not set: a gateway that signs verifies access tokens itself.')
  }
  const verify = tokenVerifier(readKeySet(jwksFile), ISSUER)
  const now = () => Date.now()
  return signedIntroduction(key, createAssertions({ gateway: name, key, verify, now }), now)
}
