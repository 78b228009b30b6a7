import { AsnError } from '../errors/asn-error.js';
import { lookupKey } from '../field-text.js';

/** Levels of functional positions (jenjang): skill (keterampilan) then expertise (keahlian), each lowest first. */
export const functionalLevels = [
  'PEMULA',
  'TERAMPIL',
  'MAHIR',
  'PENYELIA',
  'AHLI_PERTAMA',
  'AHLI_MUDA',
  'AHLI_MADYA',
  'AHLI_UTAMA',
] as const;
export type FunctionalLevel = (typeof functionalLevels)[number];

export const functionalLevelNames: Readonly<Record<FunctionalLevel, string>> = {
  PEMULA: 'Pemula',
  TERAMPIL: 'Terampil',
  MAHIR: 'Mahir',
  PENYELIA: 'Penyelia',
  AHLI_PERTAMA: 'Ahli Pertama',
  AHLI_MUDA: 'Ahli Muda',
  AHLI_MADYA: 'Ahli Madya',
  AHLI_UTAMA: 'Ahli Utama',
};

const byKey = new Map(functionalLevels.map((level) => [lookupKey(functionalLevelNames[level]), level]));
const BEFORE_LEVEL = /^(?:jabatan )?(?:fungsional|jft|jf) (?:keahlian |keterampilan )?/;

export function isFunctionalLevel(value: unknown): value is FunctionalLevel {
  return functionalLevels.some((known) => known === value);
}

/** Level in a text already in its look-up form, alone or after "fungsional". */
export function findFunctionalLevel(key: string): FunctionalLevel | undefined {
  return byKey.get(key.replace(BEFORE_LEVEL, ''));
}

/** Reads `Ahli Muda` or `Fungsional Keahlian Ahli Muda`. Throws `functional-level.unknown`. */
export function parseFunctionalLevel(text: string): FunctionalLevel {
  const level = findFunctionalLevel(lookupKey(text));
  if (!level) throw new AsnError('functional-level.unknown', 'No such level of functional positions.');
  return level;
}
