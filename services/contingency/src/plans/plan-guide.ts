/** A column of a section that is a table. */
export interface GuideColumn {
  readonly name: string;
  readonly titleId: string;
  readonly titleEn: string;
  /** `text`, whole number, or one of a list. */
  readonly type: 'text' | 'number' | readonly string[];
  readonly required: boolean;
}

/** One section of the national guide: what a plan says there, and in which form. */
export interface GuideSection {
  /** `situation.scenario`: chapter and section. */
  readonly code: string;
  readonly titleId: string;
  readonly titleEn: string;
  readonly form: 'text' | 'list' | 'table';
  readonly columns?: readonly GuideColumn[];
  /** A plan is not submitted without it. */
  readonly required: boolean;
  /** Says what is true of this region's own risk: must differ from the template before the plan is legalised. */
  readonly local: boolean;
}

export interface GuideChapter {
  readonly code: string;
  readonly number: number;
  readonly titleId: string;
  readonly titleEn: string;
}

/** Edition that new versions follow; a version keeps the edition it was written by. */
export const GUIDE_EDITION = 'BNPB-5.0';

/** Chapters of the national guide (Pedoman Perencanaan Kontingensi 5.0; structure taught by Pusdiklat PB BNPB). */
export const GUIDE_CHAPTERS: readonly GuideChapter[] = [
  { code: 'introduction', number: 1, titleId: 'Pendahuluan', titleEn: 'Introduction' },
  { code: 'situation', number: 2, titleId: 'Situasi', titleEn: 'Situation' },
  { code: 'mission', number: 3, titleId: 'Tugas pokok dan sasaran', titleEn: 'Main task and targets' },
  { code: 'execution', number: 4, titleId: 'Pelaksanaan', titleEn: 'Execution' },
  { code: 'logistics', number: 5, titleId: 'Administrasi dan logistik', titleEn: 'Administration and logistics' },
  { code: 'control', number: 6, titleId: 'Pengendalian', titleEn: 'Control' },
  { code: 'followup', number: 7, titleId: 'Rencana tindak lanjut', titleEn: 'Follow-up' },
  { code: 'annexes', number: 8, titleId: 'Lampiran', titleEn: 'Annexes' },
];

const IMPACT_ASPECTS = ['POPULATION', 'ASSETS', 'INFRASTRUCTURE', 'ENVIRONMENT', 'ECONOMY', 'PUBLIC_SERVICE'] as const;
export const ANNEX_KINDS = ['MAP', 'PROCEDURE', 'CONTACTS', 'COMMITMENT', 'OPERATIONS_FORM', 'OTHER'] as const;

/** What the values of a column are called: Indonesian, English. */
const VALUE_NAMES: Readonly<
  Record<(typeof IMPACT_ASPECTS)[number] | (typeof ANNEX_KINDS)[number], readonly [string, string]>
> = {
  POPULATION: ['Penduduk', 'Population'],
  ASSETS: ['Aset', 'Assets'],
  INFRASTRUCTURE: ['Prasarana', 'Infrastructure'],
  ENVIRONMENT: ['Lingkungan', 'Environment'],
  ECONOMY: ['Ekonomi', 'Economy'],
  PUBLIC_SERVICE: ['Pemerintahan dan layanan publik', 'Government and public services'],
  MAP: ['Peta', 'Map'],
  PROCEDURE: ['Prosedur', 'Procedure'],
  CONTACTS: ['Daftar kontak', 'Contacts'],
  COMMITMENT: ['Lembar komitmen', 'Commitment sheet'],
  OPERATIONS_FORM: ['Format rencana operasi', 'Form of the operations plan'],
  OTHER: ['Lain-lain', 'Other'],
};

/** What a value is called; itself where it is none of a list. */
export function valueName(value: string, english: boolean): string {
  const names = (VALUE_NAMES as Readonly<Record<string, readonly [string, string] | undefined>>)[value];
  return names?.[english ? 1 : 0] ?? value;
}

const column = (
  name: string,
  titleId: string,
  titleEn: string,
  type: GuideColumn['type'] = 'text',
  required = true,
): GuideColumn => ({ name, titleId, titleEn, type, required });

type Flags = { readonly local?: true; readonly optional?: true };
const section = (
  code: string,
  form: GuideSection['form'],
  titleId: string,
  titleEn: string,
  { local, optional }: Flags = {},
  columns?: readonly GuideColumn[],
): GuideSection => ({
  code,
  form,
  titleId,
  titleEn,
  required: optional !== true,
  local: local === true,
  ...(columns && { columns }),
});

export const GUIDE_SECTIONS: readonly GuideSection[] = [
  section('introduction.background', 'text', 'Latar belakang', 'Background'),
  section('introduction.legalBasis', 'list', 'Dasar hukum', 'Legal basis'),
  section('introduction.policy', 'text', 'Kebijakan dan strategi', 'Policy and strategy'),
  section('introduction.aims', 'text', 'Maksud dan tujuan', 'Aims'),
  section('introduction.scope', 'text', 'Ruang lingkup', 'Scope'),
  section('situation.hazard', 'text', 'Karakteristik ancaman', 'Characteristics of the hazard', { local: true }),
  section('situation.scenario', 'text', 'Skenario kejadian', 'Event scenario', { local: true }),
  section('situation.impacts', 'table', 'Asumsi dampak', 'Impact assumptions', { local: true }, [
    column('aspect', 'Aspek', 'Aspect', IMPACT_ASPECTS),
    column('description', 'Uraian', 'Description'),
    column('quantity', 'Jumlah', 'Quantity', 'number', false),
    column('unit', 'Satuan', 'Unit', 'text', false),
  ]),
  section('mission.task', 'text', 'Tugas pokok', 'Main task'),
  section('mission.targets', 'list', 'Sasaran', 'Targets'),
  section('execution.concept', 'text', 'Konsep operasi', 'Concept of operation'),
  section('execution.command', 'table', 'Struktur komando', 'Command structure', {}, [
    column('role', 'Jabatan dalam operasi', 'Role'),
    column('holder', 'Dijabat oleh', 'Held by'),
    column('reportsTo', 'Bertanggung jawab kepada', 'Reports to', 'text', false),
  ]),
  section('execution.activities', 'list', 'Kegiatan pokok', 'Main activities'),
  section('execution.fieldTasks', 'table', 'Tugas bidang', 'Tasks of the fields', { local: true }, [
    column('field', 'Bidang', 'Field'),
    column('task', 'Tugas', 'Task'),
    column('responsible', 'Penanggung jawab', 'Responsible'),
    column('withinHours', 'Dalam (jam)', 'Within (hours)', 'number'),
  ]),
  section('execution.instructions', 'list', 'Instruksi koordinasi', 'Coordinating instructions'),
  section('logistics.administration', 'text', 'Administrasi', 'Administration'),
  section('logistics.logistics', 'text', 'Logistik', 'Logistics'),
  section('control.command', 'text', 'Komando', 'Command'),
  section('control.coordination', 'text', 'Koordinasi', 'Coordination'),
  section('control.communication', 'text', 'Komunikasi', 'Communication'),
  section('followup.plan', 'text', 'Rencana tindak lanjut', 'Follow-up', { optional: true }),
  section('annexes.list', 'table', 'Daftar lampiran', 'List of annexes', { optional: true }, [
    column('kind', 'Jenis', 'Kind', ANNEX_KINDS),
    column('title', 'Judul', 'Title'),
    column('reference', 'Letak', 'Where it is kept', 'text', false),
  ]),
];

const BY_CODE = new Map(GUIDE_SECTIONS.map((each) => [each.code, each]));

export function findSection(code: string): GuideSection | undefined {
  return BY_CODE.get(code);
}
