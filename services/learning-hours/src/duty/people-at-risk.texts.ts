import type { Language } from '@betang/platform';

/** Words of the list of those who are behind, as a file. */
export const atRiskTexts: Readonly<
  Record<
    Language,
    {
      readonly title: Readonly<Record<'pace' | 'duty', string>>;
      readonly columns: readonly string[];
      readonly asOf: string;
    }
  >
> = {
  id: {
    title: {
      pace: 'Pegawai yang tertinggal dari laju pemenuhan jam pelajaran',
      duty: 'Pegawai yang belum memenuhi kewajiban jam pelajaran',
    },
    columns: ['Nama', 'Perangkat daerah', 'Status', 'JP dihitung', 'Kewajiban', 'Kekurangan'],
    asOf: 'Keadaan',
  },
  en: {
    title: {
      pace: 'Employees behind the even pace of learning hours',
      duty: 'Employees under the duty of learning hours',
    },
    columns: ['Name', 'Agency', 'Status', 'JP counted', 'Duty', 'Missing'],
    asOf: 'As of',
  },
};
