import type { Incident, Intake } from './intake.js';
import { originKey } from './watermark.js';

/** What goes on with every event of a line: the first one is put on record, until the line moves again. */
const ONCE: readonly Incident['kind'][] = ['gap-dropped', 'foreign-epoch', 'stopped'];

export function noticeKey({ kind, origin }: Pick<Incident, 'kind' | 'origin'>): string {
  return `${kind}|${originKey(origin)}`;
}

/** The incidents of a batch that are news. What found no room behind a gap is one too, although it will be asked for again. */
export function incidentsToRecord(intake: Intake, kept: Intake['held'], noticed: ReadonlySet<string>): Incident[] {
  const here = new Set<string>();
  return [...intake.incidents, ...dropped(intake, kept)].filter((incident) => {
    if (!ONCE.includes(incident.kind)) return true;
    const key = noticeKey(incident);
    if (here.has(key) || noticed.has(key)) return false;
    here.add(key);
    return true;
  });
}

/** The line moved: what happens to it next is news again. */
export function forgetNoticed(noticed: Set<string>, line: string): void {
  for (const kind of ONCE) noticed.delete(`${kind}|${line}`);
}

function dropped(intake: Intake, kept: Intake['held']): Incident[] {
  if (kept.length === intake.held.length) return [];
  const room = new Set(kept.map(({ event }) => event));
  return intake.held
    .filter(({ event }) => !room.has(event))
    .map(({ event }) => ({ kind: 'gap-dropped', origin: event, position: event.position, detail: event.id }));
}
