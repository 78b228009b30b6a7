import type { Language } from '@betang/platform';

/** Words of the list of people as a file. */
export const teamTexts: Readonly<
  Record<
    Language,
    {
      readonly title: string;
      readonly columns: readonly string[];
      readonly pace: Readonly<Record<string, string>>;
      readonly asOf: string;
    }
  >
> = {
  id: {
    title: 'Pemenuhan jam pelajaran',
    columns: [
      'Nama',
      'Perangkat daerah',
      'Unit kerja',
      'Status',
      'JP diperoleh',
      'JP dihitung',
      'Kewajiban',
      'Kekurangan',
      'Pemenuhan',
    ],
    pace: { FULFILLED: 'terpenuhi', ON_PACE: 'sesuai laju tahun', BEHIND: 'tertinggal', MISSED: 'tidak terpenuhi' },
    asOf: 'Keadaan',
  },
  en: {
    title: 'Fulfilment of learning hours',
    columns: ['Name', 'Agency', 'Unit', 'Status', 'JP earned', 'JP counted', 'Duty', 'Missing', 'Fulfilment'],
    pace: { FULFILLED: 'fulfilled', ON_PACE: 'on pace', BEHIND: 'behind', MISSED: 'missed' },
    asOf: 'As of',
  },
};
