import { CalendarDate, formatInstant, type IndonesianTimeZone } from '@betang/asn';
import type { DocumentBlock, DocumentModel, Language } from '@betang/platform';
import type { Emergency } from '../emergencies/emergency-rows.js';
import { documentText, type DocumentText } from '../plans/plan-document.texts.js';
import type { WholeReview } from './after-actions.js';
import '../plans/document-parts.texts.js';
import './after-action-document.texts.js';
import type { TimelineRow } from './timeline.js';

export interface AfterActionDocumentInput {
  readonly emergency: Emergency;
  readonly whole: WholeReview;
  readonly timeline: readonly TimelineRow[];
  readonly units: ReadonlyMap<string, string>;
  readonly region: string;
  readonly language: Language;
  readonly now: Date;
  readonly timeZone: IndonesianTimeZone;
}

/** The report of an after-action review; dated by its closing, so that a closed one gives the same bytes for ever while its actions stand as they are. */
export function afterActionDocument(input: AfterActionDocumentInput): DocumentModel {
  const { emergency, whole, region, language, now } = input;
  const { review } = whole;
  const text = documentText(language);
  const day = (iso: string | null) => (iso === null ? '-' : CalendarDate.parse(iso).format(language));
  const closed = review.closedOn !== null;
  return {
    title: `${text('after-action-title', {})}: ${emergency.title}`,
    language,
    issuedAt: closed ? new Date(`${review.closedOn}T00:00:00Z`) : now,
    letterhead: [region.toUpperCase()],
    blocks: [
      { kind: 'title', text: text('after-action-title', {}), subtitle: emergency.title },
      {
        kind: 'key-values',
        entries: [
          [text('after-action-area', {}), emergency.area],
          [text('after-action-period', {}), `${day(emergency.startsOn)} - ${day(emergency.endedOn)}`],
          [text('after-action-state', {}), closed ? day(review.closedOn) : text('after-action-open', {})],
        ],
      },
      { kind: 'heading', level: 1, text: text('after-action-summary', {}) },
      { kind: 'paragraph', text: review.summary ?? '-', align: 'justify' },
      ...observations(whole, text),
      ...timelineBlocks(input, text),
      ...findingBlocks(input, text, day),
    ],
    footer: text(closed ? 'after-action-footer-closed' : 'after-action-footer-open', {}),
  };
}

function observations({ observations: all }: WholeReview, text: DocumentText): DocumentBlock[] {
  return (['WELL', 'ILL'] as const).flatMap((went): DocumentBlock[] => {
    const items = all
      .filter((each) => each.went === went)
      .map((each) => (each.field === null ? each.text : `${each.field}: ${each.text}`));
    const heading = { kind: 'heading', level: 1, text: text(`after-action-${went.toLowerCase()}`, {}) } as const;
    return [heading, items.length === 0 ? { kind: 'paragraph', text: '-' } : { kind: 'list', items, numbered: true }];
  });
}

function timelineBlocks(
  { timeline, language, timeZone }: AfterActionDocumentInput,
  text: DocumentText,
): DocumentBlock[] {
  return [
    { kind: 'heading', level: 1, text: text('after-action-timeline', {}) },
    {
      kind: 'table',
      columns: [
        { heading: text('column-time', {}), weight: 2 },
        { heading: text('column-what', {}), weight: 2 },
        { heading: text('column-detail', {}), weight: 4 },
      ],
      rows: timeline.map(({ at, kind, what, detail }) => [
        formatInstant(at, timeZone, language),
        text(`after-action-${kind.toLowerCase()}-${what.toLowerCase().replaceAll('_', '-')}`, {}),
        detail,
      ]),
    },
  ];
}

function findingBlocks(
  { whole: { findings, actions }, units }: AfterActionDocumentInput,
  text: DocumentText,
  day: (iso: string | null) => string,
): DocumentBlock[] {
  const rows = findings.flatMap(({ findingId, title, severity, settledReason, settledInVersion }) => {
    const answer = settledInVersion === null ? (settledReason ?? '-') : text('version', { version: settledInVersion });
    const own = actions.filter((action) => action.findingId === findingId);
    const what = [title, text(`severity-${severity.toLowerCase()}`, {})];
    if (own.length === 0) return [[...what, answer, '-', '-', '-']];
    return own.map((action) => [
      ...what,
      action.title,
      units.get(action.ownerUnitId) ?? '-',
      day(action.dueOn),
      day(action.doneOn),
    ]);
  });
  if (rows.length === 0) return [];
  const headings = ['finding', 'severity', 'action', 'owner', 'due', 'done'];
  return [
    { kind: 'heading', level: 1, text: text('after-action-findings', {}) },
    { kind: 'table', columns: headings.map((name) => ({ heading: text(`column-${name}`, {}) })), rows },
  ];
}
