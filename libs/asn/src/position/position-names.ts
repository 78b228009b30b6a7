/** Position types of UU 20/2023; the codes keep the official Indonesian terms where English has none. */
export const positionTypeCodes = [
  'JPT_UTAMA',
  'JPT_MADYA',
  'JPT_PRATAMA',
  'ADMINISTRATOR',
  'PENGAWAS',
  'FUNCTIONAL',
  'EXECUTOR',
] as const;
export type PositionTypeCode = (typeof positionTypeCodes)[number];

export const positionTypeNames: Readonly<Record<PositionTypeCode, string>> = {
  JPT_UTAMA: 'JPT Utama',
  JPT_MADYA: 'JPT Madya',
  JPT_PRATAMA: 'JPT Pratama',
  ADMINISTRATOR: 'Administrator',
  PENGAWAS: 'Pengawas',
  FUNCTIONAL: 'Fungsional',
  EXECUTOR: 'Pelaksana',
};

/** Names as they stand after "Jabatan"; general functional positions (JFU) are the former name of executors. */
const synonyms = new Map(
  Object.entries<PositionTypeCode>({
    'jpt utama': 'JPT_UTAMA',
    'pimpinan tinggi utama': 'JPT_UTAMA',
    'jpt madya': 'JPT_MADYA',
    'pimpinan tinggi madya': 'JPT_MADYA',
    'jpt pratama': 'JPT_PRATAMA',
    'pimpinan tinggi pratama': 'JPT_PRATAMA',
    administrator: 'ADMINISTRATOR',
    pengawas: 'PENGAWAS',
    fungsional: 'FUNCTIONAL',
    'fungsional tertentu': 'FUNCTIONAL',
    jf: 'FUNCTIONAL',
    jft: 'FUNCTIONAL',
    pelaksana: 'EXECUTOR',
    'fungsional umum': 'EXECUTOR',
    jfu: 'EXECUTOR',
    staf: 'EXECUTOR',
  }),
);

const echelons: Readonly<Record<string, PositionTypeCode>> = {
  ii: 'JPT_PRATAMA',
  iii: 'ADMINISTRATOR',
  iv: 'PENGAWAS',
};
const ECHELON = /^(?:eselon )?(i|ii|iii|iv)(?: ?[ab])?$/;
const ambiguous = new Set(['struktural', 'jpt', 'pimpinan tinggi', 'manajerial', 'nonmanajerial', 'non manajerial']);

export function isPositionTypeCode(value: unknown): value is PositionTypeCode {
  return positionTypeCodes.some((known) => known === value);
}

/** Takes text already in its look-up form. */
export function findPositionCode(key: string): PositionTypeCode | undefined {
  const bare = withoutJabatan(key);
  const echelon = ECHELON.exec(bare);
  return echelon ? echelons[echelon[1]!] : synonyms.get(bare);
}

/** Whether the text names a group of types and none of them. */
export function isAmbiguousPosition(key: string): boolean {
  const bare = withoutJabatan(key);
  return ambiguous.has(bare) || ECHELON.exec(bare)?.[1] === 'i';
}

function withoutJabatan(key: string): string {
  return key.replace(/^jabatan /, '');
}
