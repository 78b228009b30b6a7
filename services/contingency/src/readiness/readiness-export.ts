import { findMessage, type Language, type TableExport } from '@betang/platform';
import type { ReadinessComponent } from '../rules/rule-values.js';
import type { ComponentResult, ReadinessBand, Reason } from './readiness-result.js';

const COMPONENTS: Readonly<Record<Language, Readonly<Record<ReadinessComponent, string>>>> = {
  id: {
    DOCUMENT: 'Dokumen',
    PEOPLE: 'Personel',
    COMPETENCIES: 'Kompetensi',
    ALTERNATES: 'Pengganti',
    RESOURCES: 'Sumber daya',
    PARTNERS: 'Mitra',
    DRILLS: 'Gladi',
    FOLLOW_UP: 'Tindak lanjut',
    CONTINUITY: 'Keberlangsungan layanan',
  },
  en: {
    DOCUMENT: 'Document',
    PEOPLE: 'People',
    COMPETENCIES: 'Competencies',
    ALTERNATES: 'Alternates',
    RESOURCES: 'Resources',
    PARTNERS: 'Partners',
    DRILLS: 'Drills',
    FOLLOW_UP: 'Follow-up',
    CONTINUITY: 'Continuity of services',
  },
};
const BANDS: Readonly<Record<Language, Readonly<Record<ReadinessBand, string>>>> = {
  id: { NOT_READY: 'Belum siap', PARTLY_READY: 'Siap sebagian', READY: 'Siap' },
  en: { NOT_READY: 'Not ready', PARTLY_READY: 'Partly ready', READY: 'Ready' },
};
const TEXTS = {
  id: {
    title: 'Kesiapan Rencana Kontingensi',
    asOf: 'Keadaan',
    note: 'Satu baris per alasan; komponen tanpa alasan sudah utuh. Angka dalam persen. Orang tidak disebut.',
    headings: [
      'Rencana',
      'Ancaman',
      'Kesiapan',
      'Kategori',
      'Komponen',
      'Nilai komponen',
      'Bobot',
      'Alasan',
      'Berubah pada',
      'Menjadi',
    ],
  },
  en: {
    title: 'Readiness of Contingency Plans',
    asOf: 'As of',
    note: 'One row a reason; a component without one is whole. Figures in percent. No person is named.',
    headings: [
      'Plan',
      'Hazard',
      'Readiness',
      'Band',
      'Component',
      'Score of the component',
      'Weight',
      'Reason',
      'Changes on',
      'Becomes',
    ],
  },
} as const;
const KINDS = ['text', 'text', 'decimal', 'text', 'text', 'decimal', 'integer', 'text', 'text', 'decimal'] as const;
const HUNDRED = 100;

/** Readiness of one plan as the file needs it. */
export interface ReadinessForFile {
  readonly title: string;
  readonly hazardCode: string;
  readonly figure: number;
  readonly band: ReadinessBand;
  readonly components: readonly ComponentResult[];
  readonly nextChangeOn: string | null;
  readonly nextFigure: number | null;
}

/** Readiness of plans with every reason in words, for .xlsx, .csv or PDF. */
export function readinessTable(
  plans: readonly ReadinessForFile[],
  place: string,
  { issuedAt, today }: { readonly issuedAt: Date; readonly today: string },
  language: Language,
): TableExport {
  const texts = TEXTS[language];
  return {
    name: 'kesiapan-renkon',
    language,
    issuedAt,
    orientation: 'landscape',
    title: [texts.title, place, `${texts.asOf} ${today}`],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: plans.flatMap((plan) => plan.components.flatMap((component) => rowsOf(plan, component, language))),
    notes: [texts.note],
  };
}

function rowsOf(
  plan: ReadinessForFile,
  { component, score, weight, reasons }: ComponentResult,
  language: Language,
): (string | number | null)[][] {
  const { title, hazardCode, figure, band, nextChangeOn, nextFigure } = plan;
  const texts = reasons.length === 0 ? [''] : reasons.map((reason) => textOf(reason, language));
  return texts.map((text) => [
    title,
    hazardCode,
    figure / HUNDRED,
    BANDS[language][band],
    COMPONENTS[language][component],
    score / HUNDRED,
    weight,
    text,
    nextChangeOn ?? '',
    nextFigure === null ? null : nextFigure / HUNDRED,
  ]);
}

function textOf({ code, params }: Reason, language: Language): string {
  return findMessage(language, code, params) ?? code;
}
