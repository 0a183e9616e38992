import type { Words } from './words.ts'

const words = (id: string, en: string): Words => ({ id, en })

/**
 * What every value of every enum of the contracts is called for people. A gate compares the list with the supergraph:
 * an enum value without words is not taken.
 */
export const ENUM_WORDS: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  Tier: {
    NATIONAL: words('Pusat', 'National'),
    PROVINCIAL: words('Provinsi', 'Province'),
    REGENCY: words('Kabupaten/kota', 'Regency or city'),
    DISTRICT: words('Kecamatan', 'District'),
    VILLAGE: words('Desa/kelurahan', 'Village'),
  },
  ComplaintKind: {
    COMPLAINT: words('Pengaduan', 'Complaint'),
    ASPIRATION: words('Aspirasi', 'Suggestion'),
    INFORMATION_REQUEST: words('Permintaan informasi', 'Request for information'),
  },
  ComplaintStatus: {
    FILED: words('Diterima', 'Received'),
    VERIFIED: words('Diverifikasi', 'Verified'),
    IN_PROGRESS: words('Sedang diproses', 'In progress'),
    ANSWERED: words('Dijawab', 'Answered'),
    CLOSED: words('Selesai', 'Closed'),
    ARCHIVED: words('Diarsipkan', 'Archived'),
  },
  CaseStatus: {
    OPEN: words('Baru', 'New'),
    VERIFIED: words('Diverifikasi', 'Verified'),
    ASSIGNED: words('Didisposisikan', 'Assigned'),
    IN_PROGRESS: words('Sedang diproses', 'In progress'),
    ANSWERED: words('Dijawab', 'Answered'),
    HANDED_OVER: words('Diserahkan ke pemerintah lain', 'Handed over to another government'),
    ARCHIVED: words('Diarsipkan', 'Archived'),
    CLOSED: words('Selesai', 'Closed'),
  },
  EventType: {
    FILED: words('Laporan diterima', 'Complaint received'),
    VERIFIED: words('Laporan diverifikasi', 'Complaint verified'),
    HANDED_OVER: words('Diserahkan ke pemerintah yang berwenang', 'Handed over to the competent government'),
    ASSIGNED: words('Didisposisikan ke perangkat daerah', 'Assigned to an agency'),
    STARTED: words('Mulai ditindaklanjuti', 'Work has begun'),
    ANSWERED: words('Dijawab', 'Answered'),
    REPLIED: words('Pelapor menanggapi', 'The reporter replied'),
    EXTENDED: words('Batas waktu diperpanjang', 'The deadline was moved'),
    ESCALATED: words('Diteruskan ke atasan', 'Passed to the supervisor'),
    CLOSED: words('Laporan selesai', 'Complaint closed'),
    REOPENED: words('Laporan dibuka kembali', 'Complaint reopened'),
    ARCHIVED: words('Laporan diarsipkan', 'Complaint archived'),
    DEFERRED: words('Pelapor diminta melengkapi', 'The reporter was asked to complete it'),
    FIELD_WORK_STARTED: words('Peninjauan lapangan dimulai', 'Work at the place has begun'),
    FIELD_WORK_ENDED: words('Peninjauan lapangan selesai', 'Work at the place has ended'),
    EXTENSION_PROPOSED: words(
      'Perpanjangan menunggu persetujuan pelapor',
      "An extension waits for the reporter's consent",
    ),
    REMINDED: words('Instansi diingatkan akan batas waktu', 'The agency was reminded of its deadline'),
    RATED: words('Pelapor memberi penilaian', 'The reporter rated the answer'),
    SPLIT: words('Laporan dipecah menjadi beberapa bagian', 'The complaint was split into parts'),
    CLUSTERED: words('Dikelompokkan dengan laporan serupa', 'Grouped with complaints about the same thing'),
  },
  DeadlineLight: {
    GREEN: words('Dalam batas waktu', 'In time'),
    YELLOW: words('Mendekati batas waktu', 'Near the deadline'),
    RED: words('Terlambat', 'Overdue'),
  },
  ClockPurpose: {
    TRANSFER: words('Pelimpahan', 'Handover'),
    VERIFY: words('Verifikasi', 'Verification'),
    FOLLOW_UP: words('Tindak lanjut', 'First follow-up'),
    SETTLE: words('Penyelesaian', 'Settlement'),
    REPLY: words('Tanggapan pelapor', "The reporter's reply"),
    COMPLETE: words('Kelengkapan laporan', 'Completion by the reporter'),
    OMBUDSMAN: words('Penerusan ke Ombudsman', 'Escalation to the Ombudsman'),
  },
  ClockState: {
    RUNNING: words('Berjalan', 'Running'),
    PAUSED: words('Dihentikan sementara', 'Paused'),
    MET: words('Terpenuhi', 'Met'),
    MISSED: words('Terlampaui', 'Missed'),
    STOPPED: words('Dihentikan', 'Stopped'),
  },
  FieldWorkPhase: {
    STARTED: words('Dimulai', 'Begun'),
    ENDED: words('Selesai', 'Ended'),
  },
  Channel: {
    WEB: words('Situs web', 'Website'),
    MOBILE: words('Aplikasi ponsel', 'Mobile application'),
    SMS: words('SMS', 'SMS'),
    WHATSAPP: words('WhatsApp', 'WhatsApp'),
    SOCIAL_MEDIA: words('Media sosial', 'Social media'),
    WALK_IN: words('Datang langsung', 'In person'),
    LETTER: words('Surat', 'Letter'),
    KIOSK: words('Gerai KIM', 'Kiosk'),
    PARTNER: words('Kanal mitra', 'Partner channel'),
  },
  ReceiptState: {
    RECEIVED: words('Tercatat', 'Recorded'),
    SECURED: words('Tercatat dan tersalin di tempat lain', 'Recorded, with a copy elsewhere'),
  },
  AttachmentType: {
    JPEG: words('Foto JPEG', 'JPEG photo'),
    PNG: words('Gambar PNG', 'PNG picture'),
    WEBP: words('Gambar WebP', 'WebP picture'),
    PDF: words('Dokumen PDF', 'PDF document'),
  },
  FiledText: {
    TITLE: words('Judul', 'Title'),
    BODY: words('Isi laporan', 'Text'),
  },
  PersonalKind: {
    NAME: words('Nama', 'Name'),
    PHONE: words('Nomor telepon', 'Telephone number'),
    EMAIL: words('Alamat surel', 'E-mail address'),
    NATIONAL_ID: words('NIK', 'Number of the identity card'),
    ADDRESS: words('Alamat', 'Address'),
  },
  IdentityState: {
    KEPT: words('Tersimpan', 'Kept'),
    ERASED: words('Dihapus atas permintaan pelapor', "Erased at the reporter's wish"),
    NONE: words('Tidak diberikan', 'Not given'),
  },
  MemberStatus: {
    UP: words('Terhubung', 'Connected'),
    DEGRADED: words('Terganggu', 'Degraded'),
    DOWN: words('Tidak terhubung', 'Not connected'),
    QUARANTINED: words('Sedang dipulihkan', 'Being restored'),
  },
  ChainFault: {
    CUSTODY_DIFFERS: words('Pemegang laporan tidak sama', 'The holders differ'),
    CHAIN_DIFFERS: words('Riwayat tidak sama', 'The histories differ'),
    COPY_MISSING: words('Salinan tidak ada', 'A copy is missing'),
    HASH_BROKEN: words('Riwayat berubah', 'A history was changed'),
  },
  ForkReason: {
    SAME_SIZE: words('Panjang sama, isi berbeda', 'Of one length, with another content'),
    OTHER_PAST: words('Asal-usul tidak sama', 'Of another past'),
    SHRUNK: words('Catatan menjadi lebih pendek', 'The log has become shorter'),
    FORMER_LIFE: words('Basis data lama masih menulis', 'A former database still writes'),
    NO_EXTENSION: words('Bukan kelanjutan', 'Does not go on from what was shown'),
  },
  NoWrongDoorAlertKind: {
    UNACCOUNTED: words('Laporan tidak ditemukan', 'A complaint cannot be found'),
    OVERDUE_OFFER: words('Pelimpahan terlalu lama menunggu', 'A handover waits too long'),
    SUSPENDED: words('Pemegang tidak dapat bertindak', 'A holder cannot act'),
    BROKEN_CHAIN: words('Riwayat tidak cocok', 'Histories do not agree'),
    FORKED_HISTORY: words('Catatan audit bercabang', 'An audit log has two histories'),
  },
  EvaluationStanding: {
    RATED: words('Dinilai', 'Rated'),
    NO_REPORTS: words('Tidak ada laporan', 'No reports'),
  },
  ScorePartKind: {
    TIMELINESS: words('Ketepatan waktu', 'Timeliness'),
    ACCEPTANCE: words('Ketepatan penyerahan', 'Right handovers'),
    SATISFACTION: words('Jawaban yang diterima pelapor', 'Answers that reporters accept'),
    OPENNESS: words('Penutupan yang bukan karena pelapor diam', 'Closings that are not by silence'),
  },
  WhyHereBasis: {
    RULE: words('Menurut aturan kewenangan', 'By the rules of competence'),
    RULE_ELSEWHERE: words('Aturan menyebut pemerintah lain', 'The rules name another government'),
    NO_CATEGORY: words('Belum dikategorikan', 'Not categorised yet'),
    DECISION: words('Keputusan pemerintah di atasnya', 'Decided by a superior government'),
    SEIZURE: words('Diambil alih dari pemegang yang tidak terhubung', 'Taken over from a holder who was not heard'),
  },
  WebhookState: {
    ACTIVE: words('Aktif', 'Active'),
    FAILING: words('Penerima tidak menjawab', 'The receiver does not answer'),
    STOPPED: words('Dihentikan', 'Stopped'),
  },
  Language: {
    ID: words('Bahasa Indonesia', 'Indonesian'),
    EN: words('Bahasa Inggris', 'English'),
  },
}
