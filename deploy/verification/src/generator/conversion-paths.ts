/** What one learning hour is counted by. */
export type ConversionUnit = 'PROGRAM_JP' | 'DAY' | 'SESSION' | 'ACTIVITY';

/**
 * A path of competency development (jalur) as the verification knows it. It is written down here a second time on purpose: the expected figures must not
 * come from the tables that the product itself reads.
 */
export interface ConversionPath {
  readonly code: string;
  /** SIASN jenisDiklatId. */
  readonly siasnTypeId: number;
  readonly unit: ConversionUnit;
  /** Whole JP per unit; none where the programme's own JP count. */
  readonly national?: number;
  readonly international?: number;
  /** Per cent added to a programme's own JP for international scope. */
  readonly bonus: number;
  readonly capActivitiesPerMonth?: number;
  readonly capJpPerDay?: number;
  /** How often it occurs, beside the others. */
  readonly weight: number;
  /** JP on certificates, in hundredths. */
  readonly certificateHours: readonly number[];
}

const short = [200, 300, 400, 600, 750, 800, 1000];
const medium = [800, 1000, 1250, 1600, 2000, 2400, 3200];
const long = [2400, 3200, 4000, 4050, 6000];

/** Paths of PerLAN 10/2018 in the order of their SIASN ids; formal education has none and is left out. */
export const conversionPaths: readonly ConversionPath[] = [
  { code: 'KL01', siasnTypeId: 1, unit: 'PROGRAM_JP', bonus: 0, weight: 0.5, certificateHours: [10550, 12000] },
  { code: 'KL04', siasnTypeId: 2, unit: 'PROGRAM_JP', bonus: 20, weight: 3, certificateHours: long },
  { code: 'KL03', siasnTypeId: 3, unit: 'PROGRAM_JP', bonus: 20, weight: 10, certificateHours: medium },
  {
    code: 'KL07',
    siasnTypeId: 4,
    unit: 'DAY',
    national: 5,
    international: 7,
    bonus: 0,
    weight: 8,
    certificateHours: short,
  },
  { code: 'KL02', siasnTypeId: 5, unit: 'PROGRAM_JP', bonus: 20, weight: 1, certificateHours: long },
  { code: 'KL05', siasnTypeId: 6, unit: 'PROGRAM_JP', bonus: 20, weight: 1, certificateHours: medium },
  { code: 'KL11', siasnTypeId: 7, unit: 'PROGRAM_JP', bonus: 20, weight: 6, certificateHours: short },
  { code: 'KL10', siasnTypeId: 8, unit: 'PROGRAM_JP', bonus: 20, weight: 8, certificateHours: medium },
  {
    code: 'KL06',
    siasnTypeId: 9,
    unit: 'DAY',
    national: 4,
    international: 6,
    bonus: 0,
    weight: 25,
    certificateHours: short,
  },
  {
    code: 'NKL12',
    siasnTypeId: 10,
    unit: 'ACTIVITY',
    national: 20,
    international: 20,
    bonus: 0,
    weight: 0.7,
    certificateHours: long,
  },
  { code: 'KL08', siasnTypeId: 11, unit: 'PROGRAM_JP', bonus: 20, weight: 2, certificateHours: medium },
  { code: 'KL09', siasnTypeId: 12, unit: 'PROGRAM_JP', bonus: 20, weight: 0.5, certificateHours: medium },
  { code: 'KL12', siasnTypeId: 13, unit: 'PROGRAM_JP', bonus: 20, weight: 0.5, certificateHours: short },
  {
    code: 'NKL01',
    siasnTypeId: 14,
    unit: 'SESSION',
    national: 2,
    international: 2,
    bonus: 0,
    capActivitiesPerMonth: 2,
    weight: 3,
    certificateHours: [200],
  },
  {
    code: 'NKL02',
    siasnTypeId: 15,
    unit: 'SESSION',
    national: 2,
    international: 2,
    bonus: 0,
    capActivitiesPerMonth: 2,
    weight: 2,
    certificateHours: [200],
  },
  { code: 'NKL03', siasnTypeId: 16, unit: 'PROGRAM_JP', bonus: 20, weight: 18, certificateHours: medium },
  { code: 'NKL04', siasnTypeId: 17, unit: 'PROGRAM_JP', bonus: 20, weight: 4, certificateHours: medium },
  {
    code: 'NKL05',
    siasnTypeId: 18,
    unit: 'ACTIVITY',
    national: 20,
    international: 20,
    bonus: 0,
    weight: 0.3,
    certificateHours: long,
  },
  { code: 'NKL06', siasnTypeId: 19, unit: 'PROGRAM_JP', bonus: 20, weight: 0.5, certificateHours: short },
  {
    code: 'NKL07',
    siasnTypeId: 20,
    unit: 'ACTIVITY',
    national: 10,
    international: 10,
    bonus: 0,
    weight: 0.7,
    certificateHours: short,
  },
  {
    code: 'NKL08',
    siasnTypeId: 21,
    unit: 'ACTIVITY',
    national: 20,
    international: 20,
    bonus: 0,
    weight: 0.2,
    certificateHours: long,
  },
  {
    code: 'NKL09',
    siasnTypeId: 22,
    unit: 'PROGRAM_JP',
    bonus: 0,
    capJpPerDay: 2,
    weight: 4,
    certificateHours: [100, 150, 200, 300],
  },
  {
    code: 'NKL10',
    siasnTypeId: 23,
    unit: 'PROGRAM_JP',
    bonus: 0,
    capJpPerDay: 2,
    weight: 3,
    certificateHours: [100, 150, 200, 250],
  },
  {
    code: 'NKL11',
    siasnTypeId: 24,
    unit: 'SESSION',
    national: 2,
    international: 2,
    bonus: 0,
    weight: 1,
    certificateHours: [200],
  },
  { code: 'NKL13', siasnTypeId: 25, unit: 'PROGRAM_JP', bonus: 0, weight: 0.5, certificateHours: short },
];
