import { pick, type Random } from '../simulation/random.ts'

/** Titles as people write them: what is wrong with what, how, where. Some words are in every tenth title, others in one of thousands. */

interface Subject {
  readonly category: string
  /** Out of all titles, relative to the others. */
  readonly weight: number
  readonly things: readonly string[]
  readonly faults: readonly string[]
}

const SUBJECTS: readonly Subject[] = [
  {
    category: 'public-works.roads',
    weight: 30,
    things: ['Jalan', 'Jalan provinsi', 'Jalan kabupaten', 'Jalan desa', 'Bahu jalan', 'Trotoar jalan'],
    faults: ['rusak', 'berlubang', 'longsor', 'tergenang', 'belum diaspal', 'amblas', 'retak parah'],
  },
  {
    category: 'public-works.water-supply',
    weight: 12,
    things: ['Air PDAM', 'Air bersih', 'Pipa air', 'Meteran air', 'Tagihan air'],
    faults: ['tidak mengalir', 'keruh', 'bocor', 'mati berhari-hari', 'melonjak', 'berbau'],
  },
  {
    category: 'energy.electricity',
    weight: 12,
    things: ['Listrik', 'Tiang listrik', 'Gardu listrik', 'Tegangan listrik', 'Kabel listrik'],
    faults: ['padam', 'miring', 'meledak', 'naik turun', 'menjuntai', 'padam setiap malam'],
  },
  {
    category: 'health.clinic',
    weight: 10,
    things: ['Puskesmas', 'Antrean puskesmas', 'Obat di puskesmas', 'Dokter puskesmas', 'Ambulans'],
    faults: ['tutup pada jam pelayanan', 'terlalu panjang', 'habis', 'tidak di tempat', 'menolak pasien'],
  },
  {
    category: 'education.levies',
    weight: 6,
    things: ['Pungutan sekolah', 'Iuran komite', 'Uang seragam', 'Biaya wisuda'],
    faults: ['memberatkan', 'tanpa rapat', 'dipaksakan', 'tidak transparan'],
  },
  {
    category: 'labour',
    weight: 6,
    things: ['Upah buruh', 'Pesangon karyawan', 'Tunjangan hari raya', 'Jaminan kerja'],
    faults: ['di bawah minimum', 'tidak dibayar', 'terlambat', 'ditahan perusahaan'],
  },
  {
    category: 'land',
    weight: 5,
    things: ['Sertifikat tanah', 'Batas tanah', 'Ganti rugi lahan', 'Balik nama tanah'],
    faults: ['belum terbit', 'sengketa', 'belum diterima', 'dipungut biaya'],
  },
  {
    category: 'village.fund',
    weight: 5,
    things: ['Dana desa', 'Bantuan langsung tunai', 'Bantuan sosial', 'Pembangunan balai desa'],
    faults: ['tidak merata', 'tidak diumumkan', 'salah sasaran', 'mangkrak'],
  },
  {
    category: 'public-order.disaster',
    weight: 4,
    things: ['Banjir', 'Tanggul', 'Hunian sementara', 'Posko pengungsi'],
    faults: ['belum surut', 'jebol', 'kekurangan logistik', 'tidak layak'],
  },
]

const CIRCUMSTANCES = [
  'sudah dua minggu',
  'sejak bulan lalu',
  'mohon ditindaklanjuti',
  'membahayakan warga',
  'di depan pasar',
  'dekat sekolah',
  'belum ada tanggapan',
  'warga resah',
  'dekat masjid',
  'di simpang tiga',
]

/** Words that are rare among titles, as surnames of shops and rivers are. */
const SYLLABLES = ['ba', 'ku', 'ri', 'ta', 'me', 'lo', 'sa', 'ndu', 'ga', 'pi', 'wa', 'ngo', 'te', 'ra']

const TOTAL = SUBJECTS.reduce((sum, { weight }) => sum + weight, 0)

export interface Written {
  readonly title: string
  readonly category: string
}

export function writeTitle(random: Random, place: string): Written {
  const subject = subjectAt(random() * TOTAL)
  const parts = [pick(random, subject.things), pick(random, subject.faults)]
  if (random() < 0.5) parts.push(pick(random, CIRCUMSTANCES))
  if (random() < 0.15) parts.push(`toko ${rareWord(random)}`)
  parts.push(place)
  return { title: parts.join(' '), category: subject.category }
}

/** One of some thousands. */
export function rareWord(random: Random): string {
  return pick(random, SYLLABLES) + pick(random, SYLLABLES) + pick(random, SYLLABLES) + pick(random, SYLLABLES)
}

function subjectAt(weight: number): Subject {
  let left = weight
  for (const subject of SUBJECTS) {
    left -= subject.weight
    if (left < 0) return subject
  }
  throw new Error('A weight lies within the total')
}
