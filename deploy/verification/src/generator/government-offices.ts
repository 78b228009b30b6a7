import type { RegionCode } from '@betang/asn';

/** What an agency does decides which positions its people hold. */
export type OfficeKind = 'health' | 'education' | 'personnel' | 'works' | 'district' | 'general';

/** An agency (perangkat daerah) of a region's government and its units (unit kerja). */
export interface Office {
  readonly name: string;
  readonly kind: OfficeKind;
  /** Share of the staff, beside the other agencies. */
  readonly weight: number;
  readonly units: readonly string[];
}

type Row = readonly [name: string, kind: OfficeKind, weight: number, divisions: string];

/** Agencies that province, regency and city all have. */
const common: readonly Row[] = [
  ['Sekretariat Daerah', 'general', 6, 'Bagian Umum;Bagian Hukum;Bagian Organisasi;Bagian Pemerintahan'],
  ['Sekretariat DPRD', 'general', 2, 'Bagian Umum;Bagian Persidangan;Bagian Keuangan'],
  ['Inspektorat', 'general', 2, 'Inspektur Pembantu I;Inspektur Pembantu II;Inspektur Pembantu III'],
  [
    'Dinas Pendidikan',
    'education',
    26,
    'Bidang Pembinaan Guru;Bidang Kurikulum;SMP Negeri 1;SMP Negeri 2;SD Negeri 1;SD Negeri 2;SD Negeri 3',
  ],
  [
    'Dinas Kesehatan',
    'health',
    20,
    'Bidang Pelayanan Kesehatan;Bidang Kesehatan Masyarakat;Puskesmas Melati;Puskesmas Selat;Puskesmas Barimba;Instalasi Farmasi',
  ],
  [
    'Rumah Sakit Umum Daerah',
    'health',
    12,
    'Bidang Keperawatan;Bidang Pelayanan Medis;Instalasi Gawat Darurat;Instalasi Rawat Inap',
  ],
  [
    'Dinas Pekerjaan Umum dan Penataan Ruang',
    'works',
    4,
    'Bidang Bina Marga;Bidang Cipta Karya;Bidang Sumber Daya Air',
  ],
  ['Dinas Perumahan Rakyat dan Kawasan Permukiman', 'works', 2, 'Bidang Perumahan;Bidang Kawasan Permukiman'],
  ['Satuan Polisi Pamong Praja', 'general', 3, 'Bidang Ketertiban Umum;Bidang Penegakan Peraturan Daerah'],
  ['Dinas Sosial', 'general', 2, 'Bidang Rehabilitasi Sosial;Bidang Perlindungan Sosial'],
  ['Dinas Lingkungan Hidup', 'works', 2, 'Bidang Tata Lingkungan;Bidang Pengelolaan Sampah'],
  ['Dinas Perhubungan', 'works', 2, 'Bidang Lalu Lintas;Bidang Angkutan'],
  [
    'Dinas Komunikasi, Informatika, Statistik dan Persandian',
    'general',
    2,
    'Bidang Aplikasi Informatika;Bidang Statistik',
  ],
  [
    'Dinas Ketahanan Pangan dan Pertanian',
    'works',
    4,
    'Bidang Tanaman Pangan;Bidang Penyuluhan;Bidang Ketahanan Pangan',
  ],
  ['Dinas Kelautan dan Perikanan', 'works', 2, 'Bidang Perikanan Tangkap;Bidang Perikanan Budidaya'],
  [
    'Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah',
    'general',
    2,
    'Bidang Perencanaan Makro;Bidang Riset dan Inovasi',
  ],
  ['Badan Keuangan dan Aset Daerah', 'general', 3, 'Bidang Anggaran;Bidang Perbendaharaan;Bidang Aset'],
  ['Badan Kesatuan Bangsa dan Politik', 'general', 1, 'Bidang Ideologi;Bidang Politik Dalam Negeri'],
  [
    'Badan Penanggulangan Bencana dan Pemadam Kebakaran',
    'general',
    3,
    'Bidang Pencegahan dan Kesiapsiagaan;Bidang Kedaruratan;Pos Pemadam',
  ],
];

/** District names are invented; a regency or city gets five. */
const districts = ['Muara Telang', 'Tumbang Riam', 'Bukit Lawung', 'Sei Tabuk Baru', 'Pulau Rimbun'];

const provincial: readonly Row[] = [
  ['Badan Kepegawaian Daerah', 'personnel', 2, 'Bidang Mutasi;Bidang Kinerja;Bidang Informasi Kepegawaian'],
  [
    'Badan Pengembangan Sumber Daya Manusia',
    'personnel',
    2,
    'Bidang Pengembangan Kompetensi Teknis;Bidang Pengembangan Kompetensi Manajerial;Bidang Sertifikasi',
  ],
  [
    'Dinas Kehutanan',
    'works',
    4,
    'Bidang Perlindungan Hutan;Kesatuan Pengelolaan Hutan I;Kesatuan Pengelolaan Hutan II',
  ],
  ['Dinas Energi dan Sumber Daya Mineral', 'works', 2, 'Bidang Geologi;Bidang Energi'],
  ['Dinas Perkebunan', 'works', 2, 'Bidang Produksi;Bidang Perlindungan Tanaman'],
  ['Badan Penghubung', 'general', 1, 'Subbidang Hubungan Antar Lembaga'],
];

function local(): readonly Row[] {
  return [
    [
      'Badan Kepegawaian dan Pengembangan SDM',
      'personnel',
      2,
      'Bidang Mutasi;Bidang Pengembangan Kompetensi;Bidang Informasi Kepegawaian',
    ],
    ...districts.map((name): Row => [
      `Kecamatan ${name}`,
      'district',
      1.5,
      'Seksi Pemerintahan;Seksi Pelayanan;Kelurahan ' + name,
    ]),
  ];
}

/** The 25 agencies of a region, the same for every seed. */
export function officesOf(region: RegionCode): readonly Office[] {
  return [...common, ...(region.isProvince ? provincial : local())].map(([name, kind, weight, divisions]) => ({
    name,
    kind,
    weight,
    units: [...(name.startsWith('Sekretariat') ? [] : ['Sekretariat']), ...divisions.split(';')],
  }));
}
