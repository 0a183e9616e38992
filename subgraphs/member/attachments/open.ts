import type { AttachmentConfig } from '../settings/attachments.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { type Attachments, openAttachments } from './attachments.ts'
import { clamdScanner } from './clamd.ts'
import { openFiles } from './files.ts'
import { scannersInTurn, testFileScanner } from './scanner.ts'

const SCAN_MS = 30_000

/** A member's attachments, by its settings. */
export function openMemberAttachments(around: Surroundings, config: AttachmentConfig): Attachments {
  const { clamd } = config
  return openAttachments({
    database: around.database,
    files: openFiles(config.folder),
    scanner: clamd ? scannersInTurn(testFileScanner, clamdScanner({ ...clamd, timeoutMs: SCAN_MS })) : testFileScanner,
    key: around.doorKey,
    publicUrl: config.publicUrl,
    now: around.now,
  })
}
