import { ConfigError, type Environment, MAX_PORT, optional, readUrl } from './setting.ts'

/** Where photos and documents lie, how clients reach them, and who looks through them. */
export interface AttachmentConfig {
  readonly folder: string
  /** Base url by which clients reach this server. */
  readonly publicUrl: string
  /** Address of a ClamAV daemon; without it only the scanners' test file is found. */
  readonly clamd?: { readonly host: string; readonly port: number }
}

/** Files lie beside the door's key unless they are told where. Throws `ConfigError`. */
export function readAttachments(env: Environment, doorKeyPath: string): AttachmentConfig {
  const own = `http://${optional(env, 'HOST') ?? '127.0.0.1'}:${optional(env, 'PORT') ?? ''}`
  const publicUrl = readUrl('LAWANG_PUBLIC_URL', optional(env, 'LAWANG_PUBLIC_URL') ?? own, ['https:', 'http:'])
  return {
    folder: optional(env, 'LAWANG_FILES') ?? `${doorKeyPath}.files`,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    ...readClamd(optional(env, 'LAWANG_CLAMD')),
  }
}

function readClamd(text: string | undefined): Pick<AttachmentConfig, 'clamd'> {
  if (text === undefined) return {}
  const [, host, port] = /^([^:\s]+):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) > MAX_PORT) throw new ConfigError('LAWANG_CLAMD is not host:port.')
  return { clamd: { host, port: Number(port) } }
}
