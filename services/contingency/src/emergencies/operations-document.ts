import { CalendarDate, formatInstant, type IndonesianTimeZone } from '@betang/asn';
import type { DocumentModel, Language } from '@betang/platform';
import '../plans/document-parts.texts.js';
import { documentText } from '../plans/plan-document.texts.js';
import type { Declaration, Emergency, OperationTask } from './emergency-rows.js';
import './operations-document.texts.js';

export interface OperationsDocumentInput {
  readonly emergency: Emergency;
  readonly declarations: readonly Declaration[];
  readonly tasks: readonly OperationTask[];
  readonly region: string;
  readonly language: Language;
  readonly timeZone: IndonesianTimeZone;
  readonly now: Date;
}

/** The operations plan (rencana operasi) as it stands: the decrees that it rests on, and every task with its time and state. */
export function operationsDocument(input: OperationsDocumentInput): DocumentModel {
  const { emergency, declarations, tasks, region, language, timeZone, now } = input;
  const text = documentText(language);
  const day = (iso: string | null) => (iso === null ? '-' : CalendarDate.parse(iso).format(language));
  const time = (at: Date) => formatInstant(at, timeZone, language);
  const headings = (...names: string[]) => names.map((name) => ({ heading: text(`column-${name}`, {}) }));
  return {
    title: `${text('operations-title', {})}: ${emergency.title}`,
    language,
    issuedAt: now,
    orientation: 'landscape',
    letterhead: [region.toUpperCase()],
    blocks: [
      { kind: 'title', text: text('operations-title', {}), subtitle: `${emergency.title} - ${emergency.area}` },
      { kind: 'heading', level: 1, text: text('operations-decrees', {}) },
      {
        kind: 'table',
        columns: headings('status', 'decree', 'from', 'until'),
        rows: declarations.map(({ level, decreeNumber, startsOn, endsOn }) => [
          text(`after-action-declared-${level.toLowerCase()}`, {}),
          decreeNumber ?? '-',
          day(startsOn),
          day(endsOn),
        ]),
      },
      { kind: 'heading', level: 1, text: text('operations-tasks', {}) },
      {
        kind: 'table',
        columns: headings('number', 'field', 'task', 'owner', 'due', 'state', 'changed'),
        rows: tasks.map((task) => [
          String(task.number),
          task.field,
          task.note === null ? task.title : `${task.title} (${task.note})`,
          task.responsible,
          time(task.dueAt),
          text(`operations-state-${task.state.toLowerCase().replace('_', '-')}`, {}),
          task.changedAt === null ? '-' : time(task.changedAt),
        ]),
      },
    ],
    footer: text('operations-as-of', { time: time(now) }),
  };
}
