import type { ConversionPath } from './conversion-paths.js';
import type { SeededRandom } from './seeded-random.js';

const subjects = [
  'Penyusunan Rencana Kontingensi',
  'Pelayanan Publik Prima',
  'Pengelolaan Keuangan Daerah',
  'Pengadaan Barang/Jasa Pemerintah',
  'Analisis Jabatan dan Beban Kerja',
  'Penyusunan Kebutuhan Pengembangan Kompetensi',
  'Manajemen Risiko Sektor Publik',
  'Transformasi Digital Pemerintahan',
  'Keterbukaan Informasi Publik',
  'Pencegahan Kebakaran Hutan dan Lahan',
  'Penanganan Banjir dan Kekeringan',
  'Penyusunan Peraturan Daerah',
  'Etika dan Integritas ASN',
  'Kurikulum dan Asesmen Pembelajaran',
  'Keselamatan Pasien dan Mutu Layanan',
  'Statistik Sektoral dan Satu Data',
  'Kearsipan Dinamis',
  'Komunikasi Krisis',
];

/** What a title begins with, by path; the rest is the subject. */
const forms: Readonly<Record<string, string>> = {
  KL01: 'Pelatihan Kepemimpinan',
  KL02: 'Pelatihan Manajerial',
  KL03: 'Pelatihan Teknis',
  KL04: 'Pelatihan Fungsional',
  KL05: 'Pelatihan Sosial Kultural',
  KL06: 'Webinar',
  KL07: 'Lokakarya',
  KL08: 'Kursus',
  KL09: 'Penataran',
  KL10: 'Bimbingan Teknis',
  KL11: 'Sosialisasi',
  KL12: 'Kegiatan Klasikal',
  NKL01: 'Coaching',
  NKL02: 'Mentoring',
  NKL03: 'E-Learning',
  NKL04: 'Pelatihan Jarak Jauh',
  NKL05: 'Detasering',
  NKL06: 'Pembelajaran Alam Terbuka',
  NKL07: 'Patok Banding',
  NKL08: 'Pertukaran Pegawai',
  NKL09: 'Belajar Mandiri',
  NKL10: 'Komunitas Belajar',
  NKL11: 'Bimbingan di Tempat Kerja',
  NKL12: 'Magang',
  NKL13: 'Kegiatan Nonklasikal',
};

const nationalOrganisers = [
  'BPSDM Provinsi',
  'Badan Kepegawaian dan Pengembangan SDM',
  'Lembaga Administrasi Negara',
  'Kementerian Dalam Negeri',
  'Badan Kepegawaian Negara',
  'Kementerian Kesehatan',
  'Balai Pelatihan, Palangka Raya',
];
const internationalOrganisers = [
  'Southeast Asian Forum of Local Government',
  'International Centre for Public Learning',
];

export function courseTitle(random: SeededRandom, path: ConversionPath): string {
  return `${forms[path.code]} ${random.pick(subjects)}`;
}

export function courseOrganiser(random: SeededRandom, international: boolean): string {
  return random.pick(international ? internationalOrganisers : nationalOrganisers);
}
