import { functionalLevelNames, PositionType } from '@betang/asn';
import type { FunctionalLevel } from '@betang/asn';
import type { Office, OfficeKind } from './government-offices.js';
import type { SeededRandom } from './seeded-random.js';

/** A position (jabatan) with its type. */
export interface Position {
  readonly name: string;
  readonly type: PositionType;
}

const experts: Readonly<Record<OfficeKind, readonly string[]>> = {
  health: ['Perawat', 'Bidan', 'Apoteker', 'Dokter', 'Nutrisionis', 'Epidemiolog Kesehatan'],
  education: ['Guru', 'Guru', 'Guru', 'Pengawas Sekolah', 'Pamong Belajar'],
  personnel: ['Analis SDM Aparatur', 'Asesor SDM Aparatur', 'Analis Pengembangan Kompetensi', 'Widyaiswara'],
  works: [
    'Penyuluh Pertanian',
    'Teknik Jalan dan Jembatan',
    'Pengendali Dampak Lingkungan',
    'Pengelola Pengadaan Barang/Jasa',
  ],
  district: ['Analis Kebijakan', 'Perencana'],
  general: ['Analis Kebijakan', 'Perencana', 'Auditor', 'Pranata Komputer', 'Arsiparis', 'Pranata Hubungan Masyarakat'],
};
const executors = [
  'Penata Layanan Operasional',
  'Penelaah Teknis Kebijakan',
  'Pengadministrasi Perkantoran',
  'Operator Layanan Operasional',
  'Pengolah Data dan Informasi',
];
const expertLevels: readonly (readonly [FunctionalLevel, number])[] = [
  ['TERAMPIL', 15],
  ['MAHIR', 12],
  ['PENYELIA', 6],
  ['AHLI_PERTAMA', 35],
  ['AHLI_MUDA', 25],
  ['AHLI_MADYA', 7],
];

/** Number of managerial positions in an agency: its head, and one for each unit as far as the staff reaches. */
export function managerialSeats(office: Office, staff: number): number {
  return Math.min(1 + office.units.length, Math.max(1, Math.floor(staff / 6)));
}

/** The managerial position of a seat: 0 is the head of the agency, the others head its units. */
export function managerialPosition(office: Office, seat: number): Position {
  const district = office.kind === 'district';
  if (seat === 0) {
    return { name: headTitle(office), type: PositionType.of(district ? 'ADMINISTRATOR' : 'JPT_PRATAMA') };
  }
  const unit = unitOfSeat(office, seat);
  const name = unit === 'Sekretariat' ? `Sekretaris ${office.name}` : `Kepala ${unit}`;
  return { name, type: PositionType.of(district || seat > 3 ? 'PENGAWAS' : 'ADMINISTRATOR') };
}

/** Agencies whose head is not called Kepala. */
const headTitles = new Map([
  ['Sekretariat Daerah', 'Sekretaris Daerah'],
  ['Sekretariat DPRD', 'Sekretaris DPRD'],
  ['Inspektorat', 'Inspektur'],
  ['Rumah Sakit Umum Daerah', 'Direktur Rumah Sakit Umum Daerah'],
]);

function headTitle({ name }: Office): string {
  return (
    headTitles.get(name) ?? (name.startsWith('Kecamatan ') ? name.replace('Kecamatan', 'Camat') : `Kepala ${name}`)
  );
}

/** The unit that a seat heads. */
export function unitOfSeat(office: Office, seat: number): string {
  return office.units[Math.max(0, seat - 1) % office.units.length]!;
}

/** A functional position with its level, or an executor. */
export function staffPosition(random: SeededRandom, office: Office): Position {
  const trained = office.kind === 'health' || office.kind === 'education' ? 0.8 : 0.35;
  if (!random.chance(trained)) return { name: random.pick(executors), type: PositionType.of('EXECUTOR') };
  const level = random.weighted(expertLevels);
  return {
    name: `${random.pick(experts[office.kind])} ${functionalLevelNames[level]}`,
    type: PositionType.functional(level),
  };
}
