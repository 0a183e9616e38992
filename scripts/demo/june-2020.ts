/**
 * The 26 complaints that Sulawesi Tengah had not followed up by June 2020, by subject as its table gives them
 * (7, 6, 5, 2, 2, 1, 1, 1, 1). The table has only subjects and counts: texts, places and days are examples.
 * All are keyed in at the provincial door, as letters and other systems' reports are.
 */
export interface KeyedInComplaint {
  readonly category: string
  readonly subject: string
  readonly title: string
  readonly location: string
  readonly day: string
  readonly details?: readonly { readonly key: string; readonly value: string }[]
}

interface Subject {
  readonly category: string
  readonly subject: string
  readonly complaints: readonly (readonly [title: string, location: string, detailKey?: string, detailValue?: string])[]
}

const SUBJECTS: readonly Subject[] = [
  {
    category: 'public-order.disaster',
    subject: 'Penanggulangan bencana',
    complaints: [
      ['Hunian tetap korban gempa belum selesai', '72.71.08'],
      ['Bantuan stimulan rumah rusak belum cair', '72.10'],
      ['Tanggul penahan tsunami retak', '72.71.02'],
      ['Jaminan hidup pengungsi terhenti', '72.03.08'],
      ['Hunian sementara kekurangan air bersih', '72.10'],
      ['Data penerima bantuan bencana tidak sesuai', '72.71.06'],
      ['Banjir bandang berulang lintas kabupaten', '72.10', 'spansRegencies', 'true'],
    ],
  },
  {
    category: 'labour',
    subject: 'Tenaga kerja',
    complaints: [
      ['Perusahaan tidak diawasi soal jam kerja', '72.06', 'matter', 'INSPECTION'],
      ['Alat pelindung diri tidak disediakan', '72.06', 'matter', 'SAFETY'],
      ['Pemeriksaan kecelakaan kerja belum dilakukan', '72.12', 'matter', 'INSPECTION'],
      ['Pesangon tidak dibayar setelah pemutusan kerja', '72.71', 'matter', 'MEDIATION'],
      ['Perselisihan kontrak dengan penyalur tenaga kerja', '72.01', 'matter', 'MEDIATION'],
      ['Upah di bawah upah minimum', '72.06', 'matter', 'WAGE_UNDERPAYMENT'],
    ],
  },
  {
    category: 'health.public-health',
    subject: 'Kesehatan masyarakat',
    complaints: [
      ['Antrean rapid test di rumah sakit provinsi', '72.71', 'facilityOwner', 'PROVINCIAL'],
      ['Puskesmas tutup pada jam pelayanan', '72.03.08', 'facilityOwner', 'REGENCY'],
      ['Obat tidak tersedia di puskesmas', '72.08', 'facilityOwner', 'REGENCY'],
      ['Penyemprotan demam berdarah belum dilakukan', '72.71.01'],
      ['Layanan posyandu berhenti', '72.02'],
    ],
  },
  {
    category: 'village.fund',
    subject: 'Dana desa',
    complaints: [
      ['Bantuan langsung tunai dana desa tidak merata', '72.03'],
      ['Penggunaan dana desa tidak diumumkan', '72.08'],
    ],
  },
  {
    category: 'civil-service',
    subject: 'Kepegawaian',
    complaints: [
      ['Kenaikan pangkat pegawai provinsi tertunda', '72', 'employer', 'PROVINCIAL'],
      ['Tunjangan guru honorer belum dibayar', '72.02', 'employer', 'REGENCY'],
    ],
  },
  {
    category: 'public-works.water-supply',
    subject: 'Pengelolaan air minum',
    complaints: [['Air PDAM tidak mengalir dua minggu', '72.71.03']],
  },
  { category: 'energy.electricity', subject: 'Listrik', complaints: [['Listrik padam setiap malam', '72.03.08']] },
  {
    category: 'public-works.roads',
    subject: 'Infrastruktur jalan',
    complaints: [['Jalan provinsi berlubang', '72.10', 'roadStatus', 'PROVINCIAL']],
  },
  {
    category: 'land',
    subject: 'Pertanahan',
    complaints: [['Sertifikat tanah belum terbit', '72.71.04', 'matter', 'CERTIFICATE']],
  },
]

/** All 26, in the order of the table, one a day from 1 June 2020 on. */
export function complaintsOfJune2020(): readonly KeyedInComplaint[] {
  const rows = SUBJECTS.flatMap(({ category, subject, complaints }) =>
    complaints.map(([title, location, key, value]) => ({
      category,
      subject,
      title,
      location,
      ...(key && value ? { details: [{ key, value }] } : {}),
    })),
  )
  return rows.map((row, index) => ({ ...row, day: `2020-06-${String(index + 1).padStart(2, '0')}` }))
}
