import type { RequestListener, Server, ServerOptions } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { type PeerTls, tlsOptions } from './pinned-connection.ts'
import { type CertificateFault, certificateFault } from './pins.ts'

/** Whether the line that a request came by is the line of the server that has signed it. */
export type LineFault = (socket: Socket, server: string) => CertificateFault | undefined

/** Judges by the certificates that the registry pins. A line that is renewed is judged anew with its first request. */
export function pinnedLines({ pinsOf }: PeerTls): LineFault {
  return (socket, server) => {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
    return certificateFault(certificate, pinsOf(server) ?? new Set(), new Date())
  }
}

/** How long a server waits for its clients. */
export type Patience = Pick<
  ServerOptions,
  'requestTimeout' | 'keepAliveTimeout' | 'headersTimeout' | 'connectionsCheckingInterval'
>

/**
 * A server that asks everybody for a certificate and takes those who have none: people come without. Whose request it is
 * decides what certificate it needs.
 */
export function createTlsServer(peer: PeerTls, handler: RequestListener, patience: Patience = {}): Server {
  const server = createServer({ ...patience, ...tlsOptions(peer), requestCert: true }, handler)
  // The two have no type in common, and everything that is asked of a server here.
  return server as unknown as Server
}
