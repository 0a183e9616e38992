import { followRegistry } from '@lawang/trust/registry/followed-registry'
import type { KnownKeys } from '@lawang/trust/registry/known-keys'
import type { ReadRegistry } from '@lawang/trust/registry/read-registry'
import { sessionSigner } from '@lawang/trust/session/session-signer'
import type { GatewayConfig } from '../config.ts'
import { readKeySet, tokenVerifier } from './access-tokens.ts'
import { createAssertions } from './assertions.ts'
import { type Introduce, signedIntroduction } from './introduction.ts'

/** The issuer of development tokens. */
const ISSUER = 'https://lawang.id/development'

/** The keys of members as the registry has them at the moment; who follows the graph tells of one that cannot be used. */
function openKeys(file: string, read: ReadRegistry): () => KnownKeys {
  const network = followRegistry(file, read, () => {})
  return () => network.keys()
}

/** How this gateway introduces itself to members; undefined where it has no key. Throws one sentence. */
export function openIntroduction({
  name,
  jwksFile,
  membersFile,
  trust,
}: Pick<GatewayConfig, 'name' | 'jwksFile' | 'membersFile' | 'trust'>): Introduce | undefined {
  const { key } = trust
  if (!key || membersFile === undefined) return undefined
  if (jwksFile === undefined) {
    throw new Error('LAWANG_JWKS is not set: a gateway that signs verifies access tokens itself.')
  }
  const verify = tokenVerifier(readKeySet(jwksFile), ISSUER)
  const now = () => Date.now()
  const keys = openKeys(membersFile, trust.readRegistry)
  return signedIntroduction(
    sessionSigner({ name, key, keys, now }),
    createAssertions({ gateway: name, key, verify, now }),
  )
}
