import { CalendarDate } from '@betang/asn';
import type { DocumentBlock, DocumentModel, Language } from '@betang/platform';
import '../plans/document-parts.texts.js';
import { documentText, type DocumentText } from '../plans/plan-document.texts.js';
import './drill-document.texts.js';
import type { Action, Drill, Finding } from './drill-rows.js';
import type { DrillScript } from './drill-script.js';

export interface DrillDocumentInput {
  readonly drill: Drill;
  readonly planTitle: string;
  readonly script: DrillScript;
  /** People by the role that they played; no names. */
  readonly players: readonly { readonly role: string | null; readonly invited: number; readonly attended: number }[];
  readonly findings: readonly Finding[];
  readonly actions: readonly Action[];
  readonly units: ReadonlyMap<string, string>;
  readonly region: string;
  readonly language: Language;
  readonly now: Date;
  readonly today: string;
}

/** The book of a drill (buku skenario) before it is held, its report (laporan gladi) after. Names nobody. */
export function drillDocument(input: DrillDocumentInput): DocumentModel {
  const { drill, planTitle, players, region, language, now, today } = input;
  const text = documentText(language);
  const day = (iso: string | null) => (iso === null ? '-' : CalendarDate.parse(iso).format(language));
  const title = text(drill.state === 'PLANNED' ? 'drill-book' : 'drill-report', {});
  return {
    title: `${title}: ${drill.title}`,
    language,
    issuedAt: now,
    letterhead: [region.toUpperCase()],
    blocks: [
      { kind: 'title', text: title, subtitle: `${drill.title} - ${planTitle}` },
      {
        kind: 'key-values',
        entries: [
          [text('drill-kind', {}), text(`drill-kind-${drill.kind.toLowerCase().replace('_', '-')}`, {})],
          [text('drill-days', {}), `${day(drill.startsOn)} - ${day(drill.endsOn)}`],
          [text('column-place', {}), drill.place],
          [text('drill-organiser', {}), drill.organiser],
          [text('drill-aim', {}), drill.objective],
          [text('drill-score', {}), drill.score === null ? '-' : String(drill.score)],
        ],
      },
      { kind: 'heading', level: 1, text: text('drill-scenario', {}) },
      { kind: 'paragraph', text: drill.scenario, align: 'justify' },
      ...scriptBlocks(input.script, text),
      ...table(
        text,
        'drill-players',
        ['role', 'invited', 'attended'],
        players.map((each) => [each.role ?? '-', String(each.invited), String(each.attended)]),
      ),
      ...(drill.evaluation === null
        ? []
        : ([
            { kind: 'heading', level: 1, text: text('drill-evaluation', {}) },
            { kind: 'paragraph', text: drill.evaluation, align: 'justify' },
          ] as const)),
      ...findingBlocks(input, text, day),
    ],
    footer: text('operations-as-of', { time: day(today) }),
  };
}

function scriptBlocks({ objectives, injects }: DrillScript, text: DocumentText): DocumentBlock[] {
  const rated = (kind: string, value: string | null, note: string | null) => {
    const word = value === null ? '-' : text(`${kind}-${value.toLowerCase().replaceAll('_', '-')}`, {});
    return note === null ? word : `${word} (${note})`;
  };
  return [
    ...table(
      text,
      'drill-objectives',
      ['number', 'objective', 'result'],
      objectives.map((each) => [String(each.number), each.text, rated('drill-result', each.result, each.note)]),
    ),
    ...table(
      text,
      'drill-injects',
      ['minute', 'to-whom', 'inject', 'expected', 'result'],
      injects.map((each) => [
        ...[String(each.atMinute), each.toWhom, each.content, each.expected],
        rated('drill-outcome', each.outcome, each.note),
      ]),
    ),
  ];
}

function findingBlocks(
  { findings, actions, units }: DrillDocumentInput,
  text: DocumentText,
  day: (iso: string | null) => string,
): DocumentBlock[] {
  const rows = findings.flatMap(({ findingId, title, severity }) => {
    const own = actions.filter((action) => action.findingId === findingId);
    const what = [title, text(`severity-${severity.toLowerCase()}`, {})];
    if (own.length === 0) return [[...what, '-', '-', '-', '-']];
    return own.map(({ title: action, ownerUnitId, dueOn, doneOn }) => [
      ...[...what, action, units.get(ownerUnitId) ?? '-', day(dueOn), day(doneOn)],
    ]);
  });
  return table(text, 'after-action-findings', ['finding', 'severity', 'action', 'owner', 'due', 'done'], rows);
}

function table(
  text: DocumentText,
  title: string,
  columns: readonly string[],
  rows: readonly string[][],
): DocumentBlock[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: text(title, {}) },
    { kind: 'table', columns: columns.map((name) => ({ heading: text(`column-${name}`, {}) })), rows },
  ];
}
