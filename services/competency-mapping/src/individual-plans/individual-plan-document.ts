import { calendarDateAt, type IndonesianTimeZone } from '@betang/asn';
import type { DocumentModel, Language, TableExport } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { IndividualPlanState } from './individual-plan.decision.js';
import type { IndividualPlanItemView, IndividualPlanView } from './individual-plan.dto.js';

const TEXTS = {
  id: {
    title: 'Rencana Pengembangan Individu',
    year: 'Tahun',
    fields: [
      'Nama',
      'Jabatan',
      'Unit kerja',
      'Perangkat daerah',
      'Status',
      'Diputuskan',
      'Catatan atasan',
      'Terlaksana',
    ],
    headings: ['Triwulan', 'Kompetensi', 'Tingkat', 'Jalur', 'Kegiatan', 'JP', 'Terlaksana', 'Bukti'],
    states: {
      DRAFT: 'Rancangan, belum diajukan',
      SUBMITTED: 'Menunggu persetujuan',
      TO_REVISE: 'Perlu perbaikan',
      APPROVED: 'Disetujui',
    },
    by: { TRAINING: 'pelatihan', STATED: 'dinyatakan' },
    person: 'Pegawai',
    supervisor: 'Atasan langsung',
    total: 'Jumlah',
    basis: 'Disusun menurut PP 11/2017 jo. PP 17/2020 pasal 203 sampai dengan 207.',
  },
  en: {
    title: 'Individual Development Plan',
    year: 'Year',
    fields: ['Name', 'Position', 'Unit', 'Agency', 'State', 'Decided', "Supervisor's note", 'Realised'],
    headings: ['Quarter', 'Competency', 'Level', 'Path', 'Activity', 'Learning hours', 'Realised', 'Proof'],
    states: {
      DRAFT: 'Draft, not submitted',
      SUBMITTED: 'Waiting for approval',
      TO_REVISE: 'To be revised',
      APPROVED: 'Approved',
    },
    by: { TRAINING: 'training', STATED: 'stated' },
    person: 'Employee',
    supervisor: 'Direct supervisor',
    total: 'Total',
    basis: 'Drawn up under PP 11/2017 jo. PP 17/2020 articles 203 to 207.',
  },
} as const;
const KINDS = ['integer', 'text', 'integer', 'text', 'text', 'decimal', 'text', 'text'] as const;
const WEIGHTS = [1, 3, 1, 1, 4, 1, 2, 3];
const HUNDRED = 100;

/** An individual plan for a file, with all that its pages show. */
export interface IndividualPlanForFile {
  readonly plan: IndividualPlanView;
  readonly person: {
    readonly name: string;
    readonly positionName: string | null;
    readonly unitName: string | null;
    readonly agencyName: string | null;
  };
  /** Who decided; null: nobody yet, or somebody who is no employee here. */
  readonly decider: { readonly name: string; readonly positionName: string | null } | null;
  readonly competencies: ReadonlyMap<string, DictionaryCompetency>;
  readonly place: string;
  readonly issuedAt: Date;
  /** In which a decision has its day. */
  readonly timeZone: IndonesianTimeZone;
  readonly language: Language;
}

/** Approval and realisation beside each activity, as a table for .xlsx or .csv. */
export function individualPlanTable(file: IndividualPlanForFile): TableExport {
  const { plan, language, issuedAt } = file;
  const texts = TEXTS[language];
  return {
    name: nameOf(plan),
    language,
    issuedAt,
    orientation: 'landscape',
    title: [`${texts.title} ${plan.year}`, ...fieldsOf(file).map(([field, value]) => `${field}: ${value}`)],
    columns: texts.headings.map((heading, index) => ({ heading, kind: KINDS[index]! })),
    rows: plan.items.map((item) => cellsOf(item, file)),
    notes: [texts.basis],
  };
}

/** The plan as person and supervisor sign it. */
export function individualPlanDocument(file: IndividualPlanForFile): DocumentModel {
  const { plan, person, decider, language, issuedAt, place } = file;
  const texts = TEXTS[language];
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB');
  const hours = plan.items.reduce((sum, item) => sum + item.hours, 0) / HUNDRED;
  return {
    title: `${texts.title} ${plan.year}`,
    language,
    issuedAt,
    orientation: 'landscape',
    letterhead: [place, ...(person.agencyName === null ? [] : [person.agencyName])],
    footer: texts.states[plan.state as IndividualPlanState],
    blocks: [
      { kind: 'title', text: texts.title, subtitle: `${texts.year} ${plan.year}` },
      { kind: 'key-values', entries: fieldsOf(file) },
      {
        kind: 'table',
        columns: texts.headings.map((heading, index) => ({
          heading,
          weight: WEIGHTS[index]!,
          align: KINDS[index] === 'text' ? 'left' : 'right',
        })),
        rows: plan.items.map((item) =>
          cellsOf(item, file).map((value) => (typeof value === 'number' ? number.format(value) : value)),
        ),
        totals: texts.headings.map((_, index) => (index === 4 ? texts.total : index === 5 ? number.format(hours) : '')),
      },
      { kind: 'paragraph', text: texts.basis },
      {
        kind: 'signature',
        signers: [
          { position: texts.supervisor, name: decider?.name ?? '', below: belowOf(decider) },
          { position: texts.person, name: person.name, below: belowOf(person) },
        ],
      },
    ],
  };
}

/** Without the person's name: it stands in addresses and folders. */
export function nameOf({ year }: IndividualPlanView): string {
  return `rencana-individu-${year}`;
}

function fieldsOf({ plan, person, decider, language, timeZone }: IndividualPlanForFile): [string, string][] {
  const texts = TEXTS[language];
  const decidedOn = plan.decidedAt === null ? '' : calendarDateAt(plan.decidedAt, timeZone).iso;
  const decided = [decidedOn, decider?.name].filter(Boolean).join(', ');
  const realised = plan.items.filter(({ realisedOn }) => realisedOn !== null).length;
  const values = [
    person.name,
    person.positionName,
    person.unitName,
    person.agencyName,
    texts.states[plan.state as IndividualPlanState],
    decided,
    plan.note,
    `${realised}/${plan.items.length} (${plan.realisedPercent}%)`,
  ];
  return texts.fields.map((field, index): [string, string] => [field, values[index] || '-']);
}

function cellsOf(item: IndividualPlanItemView, { competencies, language }: IndividualPlanForFile): (string | number)[] {
  const texts = TEXTS[language];
  const competency = competencies.get(item.competencyCode);
  const by = item.realisedBy === null ? '' : texts.by[item.realisedBy as 'TRAINING' | 'STATED'];
  return [
    item.quarter,
    `${item.competencyCode} ${(language === 'en' ? competency?.nameEn : competency?.nameId) ?? ''}`.trim(),
    item.level,
    item.pathCode,
    item.activity,
    item.hours / HUNDRED,
    item.realisedOn === null ? '-' : `${item.realisedOn} (${by})`,
    item.realisedReference ?? '-',
  ];
}

function belowOf(who: { readonly positionName: string | null } | null): string[] {
  return who?.positionName ? [who.positionName] : [];
}
