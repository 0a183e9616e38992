import type { RefusalCode } from '../errors.ts'

/** Every refusal in Indonesian; `REFUSALS` has the English. A refusal without Indonesian words does not compile. */
export const REFUSALS_INDONESIAN: Readonly<Record<RefusalCode, string>> = {
  // who is asking
  UNAUTHENTICATED: 'Permintaan ini memerlukan token yang diterima server ini. Masuk lagi dan kirim token yang baru.',
  UNTRUSTED_REQUEST:
    'Tanda tangan atau pernyataan permintaan ini tidak diterima server ini; reason menyebut sebabnya. Tandatangani sesuai registri, atau kirim token tanpa tanda tangan.',
  FORBIDDEN: 'Peran Anda tidak mengizinkan ini di sini. Hubungi koordinator pemerintah yang menangani laporan.',
  NO_MANDATE:
    'Tidak ada surat keputusan yang berlaku yang menyebut Anda untuk perangkat daerah ini. Hubungi koordinatornya, yang mendaftarkan surat keputusan, atau admin nasional.',
  // what was sent
  BAD_REQUEST:
    'Ini bukan permintaan GraphQL melalui HTTP. Kirim objek JSON dengan query, serta variables dan operationName bila perlu.',
  OPERATION_RESOLUTION_FAILURE: 'Dokumen tidak memuat satu operasi yang akan dijalankan. Sebutkan di operationName.',
  BAD_USER_INPUT: 'Sebuah nilai tidak sesuai bentuk yang diminta skema. Lihat pesan untuk mengetahui yang mana.',
  WRONG_ID_KIND: 'Nomor ini milik jenis data yang lain. Kirim nomor dari jenis yang diminta.',
  UNKNOWN_JURISDICTION:
    'Tidak ada pemerintah yang terhubung dengan kode ini. Gunakan 00, pintu nasional, atau kode dari daftar wilayah.',
  UNKNOWN_CATEGORY: 'Kategori ini tidak ada. Ambil kode dari daftar kategori.',
  UNKNOWN_LOCATION: 'Tempat ini tidak ada di dalam negeri. Ambil kode dari daftar wilayah.',
  UNKNOWN_DETAIL: 'Kategori ini tidak mengenal rincian atau nilai tersebut. Lihat categories { details }.',
  EMPTY_TITLE: 'Judul kosong. Tuliskan dengan singkat apa yang dilaporkan.',
  EMPTY_BODY: 'Isi laporan kosong. Tuliskan apa yang terjadi.',
  TEXT_TOO_LONG: 'Teks lebih panjang daripada yang diterima di sini. Persingkat.',
  PAYLOAD_TOO_LARGE: 'Permintaan lebih besar daripada yang diterima di sini. Kirim lebih sedikit sekaligus.',
  FUTURE_MONTH: 'Bulan itu belum mulai. Minta bulan yang sudah mulai.',
  FUTURE_DATE: 'Tanggal itu belum tiba. Kirim tanggal laporan diterima.',
  RECEIVED_AT_NEEDS_OFFICER:
    'receivedAt dipakai untuk surat, gerai, dan laporan dari sistem lain: kirim dengan token petugas, gerai, atau integrator.',
  CONSENT_REQUIRED:
    'Siapa yang melapor untuk orang lain menyebut kapan dan bagaimana pelapor menyetujui: onBehalf { consentAt: tanggal, consentBy }.',
  RECEIPT_NOT_RECOGNISED:
    'Tidak ada laporan dengan nomor dan kode rahasia ini. Kirim keduanya seperti tertulis pada tanda terima.',
  IDEMPOTENCY_CONFLICT:
    'idempotencyKey ini sudah dipakai untuk isi yang lain. Gunakan kunci baru untuk laporan yang baru.',
  QUERY_TOO_DEEP: 'Operasi terlalu dalam bersarang. Tanyakan dengan beberapa operasi yang lebih kecil.',
  QUERY_TOO_LARGE:
    'Operasi memuat terlalu banyak token, alias, atau bidang akar. Tanyakan dengan beberapa operasi yang lebih kecil.',
  QUERY_TOO_COSTLY:
    'Operasi dapat menghasilkan lebih banyak baris daripada yang diterima sekaligus. Minta halaman yang lebih kecil, atau beberapa operasi.',
  DOCUMENT_NOT_TRUSTED: 'Server ini hanya menjalankan operasi yang dikenalnya. Kirim salah satunya, atau hash-nya.',
  RATE_LIMITED:
    'Anda bertanya lebih sering daripada yang diterima di sini. Tunggu sekian detik menurut retryAfter, lalu lanjutkan.',
  PAGE_TOO_LARGE: 'first lebih besar daripada satu halaman. Minta lebih sedikit dan ikuti pageInfo.endCursor.',
  INVALID_CURSOR: 'Penanda halaman ini bukan dari daftar ini. Mulai lagi tanpa after.',
  RESYNC:
    'Penanda ini dari catatan yang lain atau terlalu lama. Baca daftarnya lagi dan lanjutkan dari feedCursor-nya.',
  // what is the case
  NOT_FOUND: 'Data ini tidak ada di sini.',
  NOT_HOLDER: 'Pemerintah ini sudah menyerahkan laporan dan tidak dapat menindaknya lagi.',
  HANDOVER_PENDING:
    'Laporan sedang diserahkan ke pemerintah lain. Tunggu sampai diterima di sana atau kembali ke sini.',
  NO_HANDOVER_PENDING:
    'Tidak ada penyerahan kasus ini yang sedang menunggu. Baca kasusnya: mungkin sudah diterima atau dibatalkan.',
  CUSTODY_SUSPENDED:
    'Pemerintah ini terlalu lama tidak terhubung dengan pusat, atau sedang dipulihkan, sehingga tidak dapat menindak laporan dari pemerintah lain. Dapat lagi begitu terhubung.',
  CASE_CLOSED: 'Kasus ini sudah selesai.',
  WRONG_CASE_STATUS: 'Status kasus tidak mengizinkan ini. Lihat pesan untuk langkah yang mungkin.',
  UNKNOWN_AGENCY: 'Pemerintah ini tidak memiliki perangkat tersebut. Ambil nomornya dari agencies(region).',
  INVALID_HANDOVER_TARGET:
    'Laporan tidak dapat diserahkan ke tujuan ini. Sebutkan pemerintah atau perangkat lain, atau kosongkan "to".',
  NOT_MERGEABLE:
    'Gabungkan ke laporan lain yang masih terbuka pada pemerintah ini sendiri. Laporan di pemerintah lain dikelompokkan: gunakan clusterCase.',
  NOT_CLUSTERABLE: 'Laporan rahasia tidak dikelompokkan: kesamaannya dengan laporan lain akan mengungkap isinya.',
  WRONG_NUMBER_OF_PARTS: 'Sebuah laporan dipecah menjadi 2 sampai 10 bagian. Kirim sebanyak itu.',
  SPLIT_CASE:
    'Laporan ini telah dipecah dan menunggu bagian-bagiannya: kerjakan bagian itu. Laporan tertutup sendiri setelah semua bagian selesai.',
  INVALID_ARCHIVE_REASON:
    'Ini bukan alasan untuk mengarsipkan. "Bukan kewenangan kami" diserahkan, tidak pernah diarsipkan: gunakan handOverCase.',
  IDENTITY_STAYS_AT_DOOR:
    'Identitas pelapor ada di pintu tempat laporan dibuat dan tidak pernah keluar dari sana. Tanyai pelapor melalui kasusnya.',
  IDENTITY_ERASED: 'Identitas pelapor dihapus atas permintaannya. Laporan tetap berjalan.',
  REPORTER_IS_ANONYMOUS: 'Pelapor tidak ingin dikenal oleh yang menangani. Tanyai pelapor melalui kasusnya.',
  LINK_NOT_VALID: 'Tautan ini sudah dipakai, sudah berakhir, atau tidak pernah diberikan. Minta yang baru.',
  FILE_TYPE_NOT_TAKEN: 'Berkas bukan jenis yang disebutkan. Yang diterima: JPEG, PNG, WebP, dan PDF.',
  FILE_NOT_WHOLE: 'Berkas rusak atau memuat lebih daripada jenisnya. Simpan ulang, lalu kirim.',
  IMAGE_TOO_LARGE: 'Gambar memiliki lebih banyak piksel daripada yang diterima. Perkecil.',
  FILE_HAS_ACTIVE_CONTENT: 'Dokumen memuat skrip, formulir, lampiran, atau kata sandi. Cetak menjadi PDF biasa.',
  FILE_TELLS_AUTHOR: 'Dokumen menyebut pembuatnya dengan cara yang tidak dapat dihapus. Cetak menjadi PDF biasa.',
  FILE_INFECTED: 'Pemindai menganggap berkas berbahaya. Berkas tidak disimpan.',
  TOO_MANY_FLAGS: 'Laporan sudah ditandai sebanyak yang diterima. Koordinatornya sudah tahu.',
  TOO_MANY_ATTACHMENTS: 'Laporan sudah memiliki lampiran sebanyak yang diterima.',
  SCANNER_UNAVAILABLE: 'Berkas sedang tidak dapat dipindai. Coba lagi nanti.',
  INVALID_MANDATE: 'Surat keputusan tidak dapat didaftarkan seperti ini. Lihat pesan untuk mengetahui yang salah.',
  INVALID_CHANNEL: 'Kanal tidak dapat didaftarkan seperti ini. Lihat pesan untuk mengetahui yang salah.',
  INVALID_TEMPLATE: 'Teks tidak dapat dipakai seperti ini. Lihat pesan untuk mengetahui yang salah.',
  INVALID_WEBHOOK: 'Peristiwa tidak dapat dikirim ke sana. Lihat pesan untuk mengetahui yang salah.',
  EMPTY_REASON: 'Alasan wajib diisi. Alasan ditunjukkan kepada pelapor.',
  TWO_PERSONS_NEEDED:
    'Jawaban pemerintah ini memerlukan dua orang. Tulis dengan draftAnswer; orang lain memberikannya dengan releaseAnswer.',
  NO_DRAFT: 'Belum ada rancangan jawaban. Tulis dengan draftAnswer.',
  RELEASED_BY_ANOTHER: 'Yang merancang jawaban tidak dapat memberikannya. Minta orang lain.',
  FIELD_WORK_PHASE: 'Peninjauan lapangan mulai dan selesai bergantian. Lihat pesan untuk yang mungkin sekarang.',
  EXTENSION_LIMIT:
    'Batas waktu tidak dapat digeser sejauh itu, atau tidak sekali lagi. Lihat pesan untuk batas aturannya.',
  // what the reporter does
  WRONG_COMPLAINT_STATUS: 'Status laporan tidak mengizinkan ini. Lihat pesan untuk yang mungkin.',
  NO_CONSENT_ASKED: 'Tidak ada yang meminta persetujuan ini. Permintaannya ada di riwayat laporan.',
  // what cannot be done now
  INPUT_NOT_SERVED:
    'Pemerintah yang menjawab ini memakai kontrak versi lama, yang tidak menerima semua yang dikirim. Tidak ada yang dilakukan. Hilangkan yang disebut extensions.inputs, atau coba lagi setelah diperbarui.',
  MEMBER_UNAVAILABLE: 'Pemerintah yang menangani ini sedang tidak menjawab. Coba lagi; tidak ada yang hilang.',
  NOT_YET_AVAILABLE: 'Bagian kontrak ini belum diisi.',
  SUBSCRIPTION_NEEDS_SOCKET: 'Langganan dilayani melalui WebSocket (graphql-transport-ws) dan server-sent events.',
  TOO_MANY_SUBSCRIPTIONS:
    'Sambungan ini sudah membawa operasi sebanyak yang diterima. Akhiri beberapa, atau buka sambungan lain.',
  INTERNAL: 'Ada yang salah di pihak kami. Kejadiannya dicatat; coba lagi.',
}
