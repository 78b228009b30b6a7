import type { Language, TableExport } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { Need } from './need.decision.js';

const TEXTS = {
  id: {
    title: 'Peta Kebutuhan Kompetensi',
    asOf: 'Keadaan',
    region: 'Seluruh wilayah',
    headings: [
      'Perangkat daerah/unit',
      'Kode',
      'Kompetensi',
      'Pegawai',
      'Dinilai',
      'Berkesenjangan',
      'Kekurangan tingkat',
      'Sasaran pembangunan',
      'Urgensi',
      'JP',
      'Biaya',
    ],
  },
  en: {
    title: 'Competency Needs Map',
    asOf: 'As of',
    region: 'Whole region',
    headings: [
      'Agency/unit',
      'Code',
      'Competency',
      'People',
      'Assessed',
      'With a gap',
      'Missing levels',
      'Development targets',
      'Urgency',
      'Learning hours',
      'Cost',
    ],
  },
} as const;
const KINDS = [
  'text',
  'text',
  'text',
  'integer',
  'integer',
  'integer',
  'integer',
  'text',
  'integer',
  'decimal',
  'rupiah',
] as const;
const HUNDRED = 100;

/** The needs map as a table for .xlsx, .csv or PDF. */
export function needsTable(
  needs: readonly (Need & { readonly placeName: string | null })[],
  competencies: ReadonlyMap<string, DictionaryCompetency>,
  issuedAt: Date,
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  return {
    name: 'peta-kebutuhan-kompetensi',
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, `${texts.asOf} ${issuedAt.toISOString().slice(0, 10)}`],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: needs.map((need) => [
      need.placeName ?? texts.region,
      need.code,
      (language === 'en' ? competencies.get(need.code)?.nameEn : competencies.get(need.code)?.nameId) ?? need.code,
      need.people,
      need.assessed,
      need.withGap,
      need.deficit,
      need.targets.map(({ code, title }) => `${code} ${title}`).join('; '),
      need.urgency,
      need.hours / HUNDRED,
      need.rupiah,
    ]),
  };
}
