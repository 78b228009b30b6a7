import type { Language, TableExport } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { DatedRule } from '../rules/dated-rule.js';
import { needOf, type Need } from './need.decision.js';
import { takesText, urgencyText } from './need.texts.js';

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
      'Alasan urgensi',
    ],
    total: 'Jumlah',
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
      'Why so urgent',
    ],
    total: 'Total',
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
  'text',
] as const;
const HUNDRED = 100;

/** The needs map as a table for .xlsx, .csv or PDF: each row with its reasons, the sum and the rule in the notes. */
export function needsTable(
  needs: readonly (Need & { readonly placeName: string | null })[],
  {
    competencies,
    rule,
  }: { readonly competencies: ReadonlyMap<string, DictionaryCompetency>; readonly rule: DatedRule<'NEEDS'> },
  { issuedAt, today }: { readonly issuedAt: Date; readonly today: string },
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  return {
    name: 'peta-kebutuhan-kompetensi',
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, `${texts.asOf} ${today}`],
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
      need.because.map((reason) => urgencyText(reason, need, rule, language)).join(' '),
    ]),
    notes: [`${texts.total}: ${takesText(sumOf(needs, rule), rule, language)}`],
  };
}

function sumOf(needs: readonly Need[], { content }: DatedRule<'NEEDS'>): Need {
  const deficit = needs.reduce((sum, need) => sum + need.deficit, 0);
  return needOf({ code: '', people: 0, assessed: 0, withGap: 0, deficit }, [], [], content);
}
