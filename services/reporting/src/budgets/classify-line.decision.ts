/** Whether a budget line counts for the development of civil servants, and why. */
export interface LineVerdict {
  readonly counted: boolean;
  /** `rule:<word>`: by a word of its title; `unmatched`: nothing in the title speaks for it. */
  readonly reason: string;
}

/** Why a line does not count though its title speaks for it: lines below it in the tree of accounts count. */
export const SUM_OF_LINES = 'rule:sum-of-lines';

/** What is outside by the guideline: salaries and upkeep (Kemendagri, 22 Feb 2024: "outside salaries and maintenance"). */
const OUTSIDE = ['gaji', 'tunjangan', 'honorarium', 'pemeliharaan', 'rehabilitasi', 'pembangunan gedung', 'kendaraan'];
const INSIDE = [
  'pendidikan dan pelatihan',
  'diklat',
  'pelatihan',
  'bimbingan teknis',
  'bimtek',
  'pengembangan kompetensi',
  'kursus',
  'seminar',
  'workshop',
  'lokakarya',
  'tugas belajar',
  'sertifikasi',
  'uji kompetensi',
  'magang',
  'coaching',
  'mentoring',
];

/** A first verdict by the words of a line's title; an officer may overrule it with a reason. What is outside wins. */
export function classifyLine(title: string): LineVerdict {
  const words = title.toLowerCase().replace(/\s+/g, ' ');
  const outside = OUTSIDE.find((word) => words.includes(word));
  if (outside !== undefined) return { counted: false, reason: `rule:${outside}` };
  const inside = INSIDE.find((word) => words.includes(word));
  return inside === undefined ? { counted: false, reason: 'unmatched' } : { counted: true, reason: `rule:${inside}` };
}
