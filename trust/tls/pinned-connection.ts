import { Agent } from 'node:https'
import { isIP } from 'node:net'
import { connect, type SecureContextOptions, type TLSSocket } from 'node:tls'
import type { CertificateFault, Pin } from './pins.ts'
import { certificateFault } from './pins.ts'
import type { TlsIdentity } from './self-signed.ts'

/** How this server shows itself to others by TLS, and whom it takes for whom. */
export interface PeerTls {
  readonly identity: TlsIdentity
  /** The pins that the registry gives a server now; undefined for one that it does not name. */
  readonly pinsOf: (server: string) => ReadonlySet<Pin> | undefined
}

/** The other end of a line is not the server that it was opened to. */
export class UnpinnedServer extends Error {
  override readonly name = 'UnpinnedServer'
  readonly fault: CertificateFault

  constructor(server: string, fault: CertificateFault) {
    super(`${server} does not show a certificate that the registry pins (${fault})`)
    this.fault = fault
  }
}

/** What both ends of a line between servers ask for: no older protocol, and a certificate from the other. */
export function tlsOptions({ identity }: PeerTls): SecureContextOptions & { readonly rejectUnauthorized: false } {
  return { ...identity, minVersion: 'TLSv1.3', rejectUnauthorized: false }
}

/** Opens a line to a server; `onSecure` is called when it has shown that it is that one. Else the socket ends with an error. */
export function connectPinned(
  peer: PeerTls,
  server: string,
  { host, port }: { readonly host: string; readonly port: number },
  onSecure: (socket: TLSSocket) => void,
): TLSSocket {
  // An address is no name that a server could choose its certificate by.
  const servername = isIP(host) ? '' : host
  const socket = connect({ host, port, servername, ALPNProtocols: ['http/1.1'], ...tlsOptions(peer) })
  socket.once('secureConnect', () => {
    const fault = certificateFault(socket.getPeerX509Certificate(), peer.pinsOf(server) ?? new Set(), new Date())
    if (fault) socket.destroy(new UnpinnedServer(server, fault))
    else onSecure(socket)
  })
  return socket
}

/** Carries requests to one server: none is written before that server has shown its certificate. */
export function pinnedAgent(peer: PeerTls, server: string, kept: number): Agent {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: kept })
  agent.createConnection = (options, onOpened) => {
    const target = { host: options.host ?? '', port: Number(options.port) }
    const opened = Promise.withResolvers<TLSSocket>()
    connectPinned(peer, server, target, opened.resolve).once('error', opened.reject)
    opened.promise.then(
      (socket) => onOpened?.(null, socket),
      (error: Error) => onOpened?.(error, undefined as never),
    )
    return undefined
  }
  return agent
}
