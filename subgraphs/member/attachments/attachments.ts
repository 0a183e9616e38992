import { randomBytes } from 'node:crypto'
import { sha256Hex } from '@lawang/schema/digest'
import { Refusal } from '@lawang/schema/errors'
import type { Database } from '../store/database.ts'
import {
  attachmentsOf,
  countAttachments,
  eraseAttachments,
  isErased,
  isTaken,
  keepAttachment,
} from './attachment-rows.ts'
import { cleanFile } from './clean-file.ts'
import type { AttachmentType } from './cleaned.ts'
import type { Files } from './files.ts'
import { type LinkGrant, readLink, signLink } from './links.ts'
import { type ScannerPort, ScannerUnavailable } from './scanner.ts'

/** Bytes of one file. */
export const MOST_BYTES = 10 * 1024 * 1024
const MOST_OF_A_COMPLAINT = 10
const UPLOAD_MS = 15 * 60_000
const READ_MS = 10 * 60_000

/** A file of a complaint, as it is kept. */
export interface Attachment {
  readonly id: string
  readonly complaint: string
  readonly type: AttachmentType
  /** Bytes. */
  readonly size: number
}

/** A link that ends by itself. */
export interface Link {
  readonly url: string
  readonly expiresAt: Date
}

export interface Attachments {
  /** A link to PUT one file to. Who may have it is for the caller to know. Refuses TOO_MANY_ATTACHMENTS and IDENTITY_ERASED. */
  uploadLink(complaint: string, type: AttachmentType): Promise<Link>
  /** A link to read it by. Who may have it is for the caller to know. */
  readLink(attachment: Attachment): Link
  /** In the order of the keys, each in the order in which they came. */
  ofComplaints(complaints: readonly string[]): Promise<readonly (readonly Attachment[])[]>
  /**
   * Takes what was sent to an upload link. Refuses LINK_NOT_VALID, what `cleanFile` refuses, FILE_INFECTED and
   * SCANNER_UNAVAILABLE; nothing is kept then.
   */
  receive(token: string, bytes: Uint8Array): Promise<Attachment>
  /**
   * Removes all files of a complaint, and what is known of them. A second time changes nothing. The reporter's identity is
   * erased first: nothing is taken for the complaint from then on, by whatever link.
   */
  erase(complaint: string): Promise<void>
  /** What a read link names. Refuses LINK_NOT_VALID. */
  read(token: string): Promise<{ readonly type: AttachmentType; readonly bytes: Buffer }>
}

export interface AttachmentsOptions {
  readonly database: Database
  readonly files: Files
  readonly scanner: ScannerPort
  /** 32 bytes that links are signed with. */
  readonly key: Uint8Array
  /** Base url by which clients reach this server. */
  readonly publicUrl: string
  readonly now: () => Date
}

export function openAttachments(options: AttachmentsOptions): Attachments {
  const { database, files, key, now } = options
  return {
    async uploadLink(complaint, type) {
      if (await isErased(database, complaint)) throw new Refusal('IDENTITY_ERASED')
      if ((await countAttachments(database, complaint)) >= MOST_OF_A_COMPLAINT)
        throw new Refusal('TOO_MANY_ATTACHMENTS')
      const id = randomBytes(16).toString('hex')
      return linkTo(options, { act: 'PUT', id, complaint, type }, UPLOAD_MS)
    },
    readLink: ({ id, complaint, type }) => linkTo(options, { act: 'GET', id, complaint, type }, READ_MS),
    ofComplaints: (complaints) => attachmentsOf(database, complaints),
    receive: (token, bytes) => receive(options, token, bytes),
    erase: (complaint) => eraseAttachments(database, complaint, files.remove),
    async read(token) {
      const grant = readLink(key, token, 'GET', now())
      const bytes = grant && (await files.read(grant.id))
      if (!grant || !bytes) throw new Refusal('LINK_NOT_VALID')
      return { type: grant.type, bytes }
    },
  }
}

function linkTo({ key, publicUrl, now }: AttachmentsOptions, grant: Omit<LinkGrant, 'expires'>, lasts: number): Link {
  const expires = now().getTime() + lasts
  return { url: `${publicUrl}/attachments/${signLink(key, { ...grant, expires })}`, expiresAt: new Date(expires) }
}

async function receive(options: AttachmentsOptions, token: string, bytes: Uint8Array): Promise<Attachment> {
  const { database, files, key, now } = options
  const grant = readLink(key, token, 'PUT', now())
  if (!grant || (await isTaken(database, grant.id))) throw new Refusal('LINK_NOT_VALID')
  const { id, complaint, type } = grant
  const clean = await files.inQuarantine(id, bytes, async () => {
    const cleaned = cleanFile(bytes, type)
    await requireClean(options.scanner, bytes)
    return cleaned
  })
  const attachment = { id, complaint, type, size: clean.length }
  const sent = {
    ...attachment,
    sha256: sha256Hex(clean),
    keptAt: now(),
  }
  const kept = await keepAttachment(database, sent, MOST_OF_A_COMPLAINT, () => files.keep(id, clean))
  if (kept === 'ENDED') throw new Refusal('LINK_NOT_VALID')
  if (kept === 'FULL') throw new Refusal('TOO_MANY_ATTACHMENTS')
  return attachment
}

async function requireClean(scanner: ScannerPort, bytes: Uint8Array): Promise<void> {
  const isClean = await scanner.isClean(bytes).catch((error: unknown) => {
    if (error instanceof ScannerUnavailable) throw new Refusal('SCANNER_UNAVAILABLE')
    throw error
  })
  if (!isClean) throw new Refusal('FILE_INFECTED')
}
