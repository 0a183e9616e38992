import type { FollowedRegistry } from '../registry/followed-registry.ts'
import type { PeerTls } from './pinned-connection.ts'
import type { TlsIdentity } from './self-signed.ts'

/** How a server speaks TLS with others, by the registry as it is at the moment; undefined where it does not. */
export function peerTls(
  identity: TlsIdentity | undefined,
  network: Pick<FollowedRegistry, 'keys'>,
): PeerTls | undefined {
  return identity && { identity, pinsOf: (server) => network.keys().pinsOf(server) }
}
