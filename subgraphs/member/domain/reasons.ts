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
  DEADLINE_NEAR: 'DEADLINE_NEAR',
  OVERDUE: 'OVERDUE',
  EXTENSION_REFUSED: 'EXTENSION_REFUSED',
  OMBUDSMAN_CONSENT_ASKED: 'OMBUDSMAN_CONSENT_ASKED',
  ESCALATED_TO_OMBUDSMAN: 'ESCALATED_TO_OMBUDSMAN',
  OMBUDSMAN_REFUSED: 'OMBUDSMAN_REFUSED',
  DUPLICATE: 'DUPLICATE',
  OUT_OF_SCOPE_CRIME: 'OUT_OF_SCOPE_CRIME',
  OUT_OF_SCOPE_LEGISLATURE: 'OUT_OF_SCOPE_LEGISLATURE',
  OUT_OF_SCOPE_COURT: 'OUT_OF_SCOPE_COURT',
  PARTS_DONE: 'PARTS_DONE',
  PART_REOPENED: 'PART_REOPENED',
  CONTINUED_ANSWERED: 'CONTINUED_ANSWERED',
  CONTINUED_CLOSED: 'CONTINUED_CLOSED',
  CONTINUED_ARCHIVED: 'CONTINUED_ARCHIVED',
  CONTINUED_REOPENED: 'CONTINUED_REOPENED',
  CONTINUED_HANDED_OVER: 'CONTINUED_HANDED_OVER',
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
  DEADLINE_NEAR: {
    id: 'Batas waktu sudah dekat; instansi diingatkan.',
    en: 'The deadline is near; the agency has been reminded.',
  },
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
  DUPLICATE: {
    id: 'Laporan ini sama dengan laporan lain dan dilanjutkan di sana.',
    en: 'This complaint is about the same thing as another one and goes on there.',
  },
  OUT_OF_SCOPE_CRIME: {
    id: 'Tindak pidana ditangani kepolisian: buat laporan di SPKT kantor polisi terdekat. Keluhan atas pelayanan polisi tetap dapat disampaikan di sini.',
    en: 'Crimes are for the police: report it at the nearest police station. Complaints about how the police serve people can still be filed here.',
  },
  OUT_OF_SCOPE_LEGISLATURE: {
    id: 'Urusan lembaga legislatif disampaikan kepada sekretariat DPR atau DPRD setempat. Keluhan atas pelayanan publik tetap dapat disampaikan di sini.',
    en: 'Matters of the legislature go to the secretariat of DPR, or of the DPRD of the place. Complaints about public services can still be filed here.',
  },
  OUT_OF_SCOPE_COURT: {
    id: 'Putusan pengadilan hanya dapat diuji melalui upaya hukum di pengadilan. Keluhan atas pelayanan pengadilan tetap dapat disampaikan di sini.',
    en: 'A ruling can only be contested before the courts. Complaints about how a court serves people can still be filed here.',
  },
  PARTS_DONE: { id: 'Semua bagian laporan telah selesai.', en: 'All parts of the complaint are done.' },
  PART_REOPENED: { id: 'Salah satu bagian laporan dibuka kembali.', en: 'A part of the complaint was reopened.' },
  CONTINUED_ANSWERED: {
    id: 'Laporan tempat laporan ini dilanjutkan telah dijawab; jawabannya dapat dibaca di sana.',
    en: 'The complaint in which this one goes on has been answered: read the answer there.',
  },
  CONTINUED_CLOSED: {
    id: 'Laporan tempat laporan ini dilanjutkan telah selesai.',
    en: 'The complaint in which this one goes on has been closed.',
  },
  CONTINUED_ARCHIVED: {
    id: 'Laporan tempat laporan ini dilanjutkan diarsipkan; alasannya dapat dibaca di sana.',
    en: 'The complaint in which this one goes on has been archived: read the reason there.',
  },
  CONTINUED_REOPENED: {
    id: 'Laporan tempat laporan ini dilanjutkan dibuka kembali.',
    en: 'The complaint in which this one goes on has been reopened.',
  },
  CONTINUED_HANDED_OVER: {
    id: 'Laporan tempat laporan ini dilanjutkan diteruskan kepada pemerintah lain; kelanjutannya dapat diikuti di sana.',
    en: 'The complaint in which this one goes on has been handed to another government: follow it there.',
  },
}

/** What the reasons to archive say to people. */
export const ARCHIVE_REASON_WORDS: Readonly<Record<ArchiveReason, Words>> = {
  MALFORMED: { id: 'Laporan tidak dapat dipahami.', en: 'The complaint cannot be understood.' },
  TOO_GENERAL: { id: 'Laporan terlalu umum untuk ditindaklanjuti.', en: 'The complaint is too general to follow up.' },
  NOT_ABOUT_GOVERNMENT: { id: 'Laporan bukan tentang pemerintah.', en: 'The complaint is not about government.' },
  DUPLICATE: { id: 'Laporan ini sudah ada.', en: 'This complaint is there already.' },
  SPAM: { id: 'Laporan ini bukan laporan.', en: 'This is no complaint.' },
  OUT_OF_SCOPE_CRIME: REASON_WORDS.OUT_OF_SCOPE_CRIME,
  OUT_OF_SCOPE_LEGISLATURE: REASON_WORDS.OUT_OF_SCOPE_LEGISLATURE,
  OUT_OF_SCOPE_COURT: REASON_WORDS.OUT_OF_SCOPE_COURT,
}
