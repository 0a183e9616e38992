import { followRegistry } from '@lawang/trust/registry/followed-registry'
import type { KnownKeys } from '@lawang/trust/registry/known-keys'
import type { ReadRegistry } from '@lawang/trust/registry/read-registry'
import { sessionSigner } from '@lawang/trust/session/session-signer'
import { accessTokens } from '@lawang/trust/tokens/access-tokens'
import { openTrustedIssuers } from '@lawang/trust/tokens/open-issuers'
import type { GatewayConfig } from '../config.ts'
import { createAssertions } from './assertions.ts'
import { type Introduce, signedIntroduction } from './introduction.ts'
import { tokenVerifier } from './verify-token.ts'

/** The keys of members as the registry has them at the moment; who follows the graph tells of one that cannot be used. */
function openKeys(file: string, read: ReadRegistry): () => KnownKeys {
  const network = followRegistry(file, read, () => {})
  return () => network.keys()
}

/**
 * How this gateway introduces itself to members; undefined where it has no key. One that signs verifies access tokens
 * itself, by the issuers that members trust. Throws one sentence.
 */
export function openIntroduction({
  name,
  issuersPath,
  jwksPath,
  membersFile,
  trust,
}: Pick<GatewayConfig, 'name' | 'issuersPath' | 'jwksPath' | 'membersFile' | 'trust'>): Introduce | undefined {
  const { key, isProduction } = trust
  if (!key || membersFile === undefined) return undefined
  const now = () => Date.now()
  const verify = tokenVerifier(accessTokens(openTrustedIssuers({ issuersPath, jwksPath, isProduction })), now)
  const keys = openKeys(membersFile, trust.readRegistry)
  return signedIntroduction(
    sessionSigner({ name, key, keys, now }),
    createAssertions({ gateway: name, key, verify, now }),
  )
}
