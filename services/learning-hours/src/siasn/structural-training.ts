/** A kind of leadership training (latihan struktural) in SIASN's list. */
export interface StructuralTraining {
  readonly id: number;
  readonly name: string;
}

/**
 * SIASN's list of structural trainings, from public sources that are not BKN's own. Names of today (PKN, PKA, PKP: PerLAN 15, 16 and 1 of 2019
 * and 2020) stand in it under the names of before.
 */
const STRUCTURAL: readonly (StructuralTraining & { readonly known: RegExp })[] = [
  { id: 1, name: 'SEPADA', known: /\bsepada\b/ },
  {
    id: 4,
    name: 'SPAMEN/SESPA/SESPANAS/DIKLAT PIM TK. II',
    known: /\b(spamen|sespa|sespanas|(pim|pkn|kepemimpinan nasional)( tk| tingkat)? (ii|2))\b/,
  },
  {
    id: 5,
    name: 'SEPATI/DIKLAT PIM TK. I',
    known: /\b(sepati|(pim|pkn|kepemimpinan nasional)( tk| tingkat)? (i|1))\b/,
  },
  {
    id: 3,
    name: 'SEPADYA/SPAMA/DIKLAT PIM TK. III',
    known: /\b(sepadya|spama|pka|kepemimpinan administrator|pim( tk| tingkat)? (iii|3))\b/,
  },
  {
    id: 2,
    name: 'SEPALA/ADUM/DIKLAT PIM TK.IV',
    known: /\b(sepala|adum|pkp|kepemimpinan pengawas|pim( tk| tingkat)? (iv|4))\b/,
  },
  { id: 6, name: 'SESPIM', known: /\bsespim\b/ },
  { id: 7, name: 'SESPATI', known: /\bsespati\b/ },
];
const OTHER: StructuralTraining = { id: 8, name: 'Diklat Struktural Lainnya' };

/** The structural training that a title names; any that it does not know is another one (8). */
export function structuralTrainingOf(title: string): StructuralTraining {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return STRUCTURAL.find(({ known }) => known.test(plain)) ?? OTHER;
}
