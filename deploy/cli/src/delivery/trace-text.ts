import type { EventTrace, TracedEvent } from '@betang/messaging';
import type { Language } from '@betang/platform';
import { momentText } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import type { Json } from './status-report.js';

export type TraceJson = Json<EventTrace>;
type Event = Json<TracedEvent>;

/** What `betang trace` prints: the event, its causes from the nearest to the first, and what came of it. Pure. */
export function traceText(trace: TraceJson, language: Language): string {
  const { event, causes, effects, writtenWith, notRead } = trace;
  const title = (key: 'trace.causes' | 'trace.effects' | 'trace.written-with', events: readonly Event[]): string[] =>
    events.length === 0 ? [] : [cliText(language, key), ...events.flatMap((each) => eventLines(each, language, '  '))];
  return [
    ...eventLines(event, language, ''),
    ...title('trace.causes', causes),
    cliText(language, `trace.end.${trace.chainEnd}`, endParams(trace)),
    ...title('trace.effects', effects),
    ...(effects.length === 0 ? [cliText(language, 'trace.no-effects')] : []),
    ...(trace.moreEffects ? [cliText(language, 'trace.more-effects')] : []),
    ...title('trace.written-with', writtenWith),
    ...(notRead.length === 0 ? [] : [cliText(language, 'trace.not-read', { services: notRead.join(', ') })]),
  ].join('\n');
}

function endParams({ event, causes }: TraceJson): Readonly<Record<string, string>> {
  const last = causes.at(-1) ?? event;
  return { region: last.region, id: last.causeId ?? '', event: last.eventId };
}

function eventLines(event: Event, language: Language, indent: string): string[] {
  const { eventId, type, subjectKind, region, service, audience, epoch, position, time, readBy, setAside } = event;
  const place = [region, service, audience, epoch].filter((part) => part !== null).join(' ');
  const about = cliText(language, 'trace.about', { kind: subjectKind ?? '?' });
  const reading = readBy.length === 0 ? 'trace.read-by-nobody' : 'trace.read-by';
  return [
    `${indent}${momentText(time)}  ${type}  (${about})`,
    `${indent}  ${eventId}`,
    `${indent}  ${place}${position === null ? '' : ` · ${cliText(language, 'trace.position', { position })}`} · ${cliText(language, reading, { services: readBy.join(', ') })}`,
    ...setAside.map(
      ({ service: by, reason, state }) =>
        `${indent}  ! ${cliText(language, 'trace.set-aside', { service: by, reason, state })}`,
    ),
    ...(event.orphaned ? [`${indent}  ! ${cliText(language, 'trace.orphaned')}`] : []),
  ];
}
