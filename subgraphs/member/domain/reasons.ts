import type { Words } from '@lawang/schema/words/words'
import type { ArchiveReason } from './case.ts'

/**
 * The reasons that the software itself gives in the public journey: stable codes, with their words in Indonesian and
 * English. Reasons that people write (of a handover, an archiving, an extension) are their own texts.
 */
export const REASON = {
  REPORTER_SATISFIED: 'REPORTER_SATISFIED',
  CLOSED_BY_SILENCE: 'CLOSED_BY_SILENCE',
  NO_REPLY_TO_QUESTION: 'NO_REPLY_TO_QUESTION',
  WITHDRAWN: 'WITHDRAWN',
  OVERDUE: 'OVERDUE',
  EXTENSION_REFUSED: 'EXTENSION_REFUSED',
  OMBUDSMAN_CONSENT_ASKED: 'OMBUDSMAN_CONSENT_ASKED',
  ESCALATED_TO_OMBUDSMAN: 'ESCALATED_TO_OMBUDSMAN',
  OMBUDSMAN_REFUSED: 'OMBUDSMAN_REFUSED',
} as const
export type ReasonCode = keyof typeof REASON

/** What each code says to people. */
export const REASON_WORDS: Readonly<Record<ReasonCode, Words>> = {
  REPORTER_SATISFIED: { id: 'Pelapor menyatakan puas.', en: 'The reporter is satisfied.' },
  CLOSED_BY_SILENCE: {
    id: 'Tidak ada tanggapan pelapor dalam batas waktu setelah jawaban. Laporan dapat dibuka kembali.',
    en: 'The reporter did not reply to the answer in time. The complaint can be reopened.',
  },
  NO_REPLY_TO_QUESTION: {
    id: 'Pelapor tidak melengkapi laporan dalam batas waktu. Laporan dapat dibuka kembali.',
    en: 'The reporter did not complete the report in time. The complaint can be reopened.',
  },
  WITHDRAWN: { id: 'Laporan ditarik oleh pelapor.', en: 'The reporter has withdrawn the complaint.' },
  OVERDUE: {
    id: 'Batas waktu terlampaui; diteruskan kepada atasan.',
    en: 'The deadline has passed; the supervisor has been told.',
  },
  EXTENSION_REFUSED: {
    id: 'Pelapor tidak menyetujui perpanjangan waktu.',
    en: 'The reporter does not agree to the extension.',
  },
  OMBUDSMAN_CONSENT_ASKED: {
    id: 'Laporan belum selesai dalam batas waktu. Setujukah pelapor bila diteruskan kepada Ombudsman?',
    en: 'The complaint was not settled in time. Does the reporter agree that the Ombudsman is to have it?',
  },
  ESCALATED_TO_OMBUDSMAN: {
    id: 'Diteruskan kepada Ombudsman dengan persetujuan pelapor.',
    en: "Passed to the Ombudsman with the reporter's consent.",
  },
  OMBUDSMAN_REFUSED: {
    id: 'Pelapor tidak menyetujui penerusan kepada Ombudsman.',
    en: 'The reporter does not want the Ombudsman to have it.',
  },
}

/** What the reasons to archive say to people. */
export const ARCHIVE_REASON_WORDS: Readonly<Record<ArchiveReason, Words>> = {
  MALFORMED: { id: 'Laporan tidak dapat dipahami.', en: 'The complaint cannot be understood.' },
  TOO_GENERAL: { id: 'Laporan terlalu umum untuk ditindaklanjuti.', en: 'The complaint is too general to follow up.' },
  NOT_ABOUT_GOVERNMENT: { id: 'Laporan bukan tentang pemerintah.', en: 'The complaint is not about government.' },
  DUPLICATE: { id: 'Laporan ini sudah ada.', en: 'This complaint is there already.' },
  SPAM: { id: 'Laporan ini bukan laporan.', en: 'This is no complaint.' },
}
