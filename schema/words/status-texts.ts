import type { ComplaintStatus } from '../exchange/messages.ts'
import type { Words } from './words.ts'

/** What a template may name, in braces: `{id}`. */
export const PLACEHOLDERS = ['id', 'status', 'agency', 'deadline'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

/** A text message about a complaint's status, where its government has no words of its own. */
export const STATUS_TEXTS: Readonly<Record<ComplaintStatus, Words>> = {
  FILED: {
    id: 'Laporan {id} sudah diterima dan akan diverifikasi oleh {agency} paling lambat {deadline}.',
    en: 'Complaint {id} was received. {agency} will verify it by {deadline}.',
  },
  VERIFIED: {
    id: 'Laporan {id} sudah diverifikasi. {agency} menindaklanjuti paling lambat {deadline}.',
    en: 'Complaint {id} was verified. {agency} will follow it up by {deadline}.',
  },
  IN_PROGRESS: {
    id: 'Laporan {id} sedang diproses {agency}. Batas waktu {deadline}.',
    en: '{agency} is working on complaint {id}. Deadline {deadline}.',
  },
  ANSWERED: {
    id: 'Laporan {id} sudah dijawab {agency}. Tanpa tanggapan Anda laporan selesai dengan sendirinya.',
    en: '{agency} has answered complaint {id}. Without your reply it closes by itself.',
  },
  CLOSED: {
    id: 'Laporan {id} selesai. Bila belum puas, laporan dapat dibuka kembali.',
    en: 'Complaint {id} is closed. If you are not satisfied, it can be reopened.',
  },
  ARCHIVED: {
    id: 'Laporan {id} diarsipkan {agency}. Alasannya ada di riwayat laporan.',
    en: '{agency} has archived complaint {id}. Its journey tells the reason.',
  },
}
