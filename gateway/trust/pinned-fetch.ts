import { connectPinned, type PeerTls } from '@lawang/trust/tls/pinned-connection'
import { Agent, buildConnector } from 'undici'
import type { MemberKeys } from './member-keys.ts'

/**
 * Carries what is fetched: from a member's address only by lines that are that member's, from elsewhere as always. For the
 * questions after health and contracts, and whatever else of the gateway takes undici's global dispatcher.
 */
export function pinnedDispatcher(peer: PeerTls, network: Pick<MemberKeys, 'registry'>): Agent {
  const connectElsewhere = buildConnector({})
  return new Agent({
    connect(options, callback) {
      const { hostname, port, protocol } = options
      const origin = new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}`).origin
      const member = network
        .registry()
        .members.find(({ url, streams = [] }) => [url, ...streams].some((base) => new URL(base).origin === origin))
      if (!member || protocol !== 'https:') return connectElsewhere(options, callback)
      const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 443 }
      connectPinned(peer, member.name, target, (socket) => callback(null, socket)).once('error', (error) =>
        callback(error, null),
      )
    },
  })
}
