import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { regions, type PlanLineOutcome } from '@betang/contracts';
import type { Language, TableExport } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { OutcomeView } from './synchronisation.dto.js';

type OutcomeTexts = Readonly<Record<PlanLineOutcome, string>>;

const OUTCOMES_ID: OutcomeTexts = {
  RECEIVED: 'Diterima, belum diputuskan',
  JOINED: 'Digabung dalam angkatan bersama',
  SESSION_OPENED: 'Angkatan bersama dibuka',
  OWN: 'Dilaksanakan sendiri',
  DEFERRED: 'Ditunda',
  DECLINED: 'Tidak dilaksanakan',
};
const OUTCOMES_EN: OutcomeTexts = {
  RECEIVED: 'Received, not decided yet',
  JOINED: 'Pooled in a joint session',
  SESSION_OPENED: 'Joint session opened',
  OWN: 'Left to the region',
  DEFERRED: 'Deferred',
  DECLINED: 'Declined',
};
const TEXTS = {
  id: {
    title: 'Hasil Sinkronisasi Rencana Pengembangan Kompetensi',
    year: 'Tahun',
    headings: [
      'Kode wilayah',
      'Wilayah',
      'Tahun',
      'Kompetensi',
      'Tingkat',
      'Triwulan',
      'Hasil',
      'Alasan',
      'Diputuskan',
      'Angkatan bersama',
      'Sesi',
      'Baris',
    ],
    gone: 'Ditarik oleh wilayahnya',
    outcomes: OUTCOMES_ID,
  },
  en: {
    title: 'Outcomes of the Synchronisation of Competency Development Plans',
    year: 'Year',
    headings: [
      'Region code',
      'Region',
      'Year',
      'Competency',
      'Level',
      'Quarter',
      'Outcome',
      'Reason',
      'Decided on',
      'Joint session',
      'Session',
      'Line',
    ],
    gone: 'Taken out by its region',
    outcomes: OUTCOMES_EN,
  },
} as const;
const KINDS = [
  'text',
  'text',
  'integer',
  'text',
  'integer',
  'integer',
  'text',
  'text',
  'text',
  'text',
  'text',
  'text',
] as const;

/** What became of the lines of all regions, or of one, line by line. */
export function outcomesTable(
  rows: readonly OutcomeView[],
  { year, region }: { readonly year?: number | undefined; readonly region?: string | undefined },
  competencies: ReadonlyMap<string, Pick<DictionaryCompetency, 'nameId' | 'nameEn'>>,
  how: { readonly region: string; readonly issuedAt: Date; readonly language: Language },
): TableExport {
  const { language, issuedAt } = how;
  const texts = TEXTS[language];
  const names = new Map(regions().map(({ code, name }) => [code, name]));
  const zone = timeZoneOf(RegionCode.parse(how.region));
  const competencyOf = (code: string) => {
    const known = competencies.get(code);
    return `${code} ${(language === 'en' ? known?.nameEn : known?.nameId) ?? ''}`.trim();
  };
  const subtitle = [
    year === undefined ? [] : [`${texts.year} ${year}`],
    region === undefined ? [] : [names.get(region) ?? region],
  ];
  return {
    name: ['hasil-sinkronisasi', year, region].filter((part) => part !== undefined).join('-'),
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, ...subtitle.flat()],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: rows.map((row) => [
      row.region,
      names.get(row.region) ?? row.region,
      row.year,
      competencyOf(row.competencyCode),
      row.level,
      row.quarter,
      row.gone ? texts.gone : texts.outcomes[row.outcome as PlanLineOutcome],
      row.reason,
      calendarDateAt(row.decidedAt, zone).iso,
      row.proposalId ?? '',
      row.sessionId ?? '',
      row.lineId,
    ]),
  };
}
