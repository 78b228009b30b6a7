import { AsnError } from '../errors/asn-error.js';
import { lookupKey } from '../field-text.js';

/** Sex as personnel records hold it (jenis kelamin). */
export const sexes = ['MALE', 'FEMALE'] as const;
export type Sex = (typeof sexes)[number];

const synonyms = new Map(
  Object.entries<Sex>({
    l: 'MALE',
    lk: 'MALE',
    'laki laki': 'MALE',
    lelaki: 'MALE',
    pria: 'MALE',
    male: 'MALE',
    m: 'MALE',
    p: 'FEMALE',
    pr: 'FEMALE',
    perempuan: 'FEMALE',
    wanita: 'FEMALE',
    female: 'FEMALE',
    f: 'FEMALE',
  }),
);

/** Reads `L`, `Laki-laki`, `Pria`, `P`, `Perempuan`, `Wanita`. Throws `sex.unknown`. */
export function parseSex(text: string): Sex {
  const sex = synonyms.get(lookupKey(text));
  if (!sex) throw new AsnError('sex.unknown', 'The sex is L or P.');
  return sex;
}
