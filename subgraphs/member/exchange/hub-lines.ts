import type { Agent } from 'node:https'
import type { FollowedRegistry } from '@lawang/trust/registry/followed-registry'
import { type PeerTls, pinnedAgent } from '@lawang/trust/tls/pinned-connection'

/** Lines to the hub that are kept open: the exchange's, and one that may take its place. */
const KEPT = 2

/**
 * Opens lines that are the hub's for certain, by the certificate that the registry pins for it. Undefined where this server
 * speaks no TLS with others, or the hub is reached in the clear: then the platform opens them.
 */
export function linesToHub(
  hubUrl: string,
  network: Pick<FollowedRegistry, 'keys'>,
  peer: PeerTls | undefined,
): Agent | undefined {
  const { hub } = network.keys()
  return peer && hub !== undefined && hubUrl.startsWith('https:') ? pinnedAgent(peer, hub, KEPT) : undefined
}
