import { describe, expect, it } from '@jest/globals';
import type { EventRecord } from '@betang/contracts';
import { forgetNoticed, incidentsToRecord, noticeKey } from './incident-news.js';
import type { Incident, Intake } from './intake.js';
import { originKey } from './watermark.js';

const ORIGIN = { region: '62.03', service: 'identity', audience: 'province', epoch: '1.a' } as const;
const incident = (kind: Incident['kind'], position: number): Incident => ({
  kind,
  origin: ORIGIN,
  position,
  detail: '',
});
const held = (position: number) => ({
  event: { ...ORIGIN, id: `e${position}`, position } as EventRecord,
  delivery: {} as never,
});
const intakeOf = (incidents: Incident[], waiting: Intake['held'] = []) =>
  ({ incidents, held: waiting }) as unknown as Intake;
const told = (incidents: readonly Incident[]) => incidents.map(({ kind, position }) => `${kind} ${position}`);

describe('what of a batch is put on record', () => {
  it('is every fork and orphan, and of what goes on only its beginning', () => {
    const all = [incident('orphan', 1), incident('orphan', 2), incident('stopped', 3), incident('stopped', 4)];
    expect(told(incidentsToRecord(intakeOf(all), [], new Set()))).toEqual(['orphan 1', 'orphan 2', 'stopped 3']);
  });

  it('is the first event that found no room behind a gap', () => {
    const waiting = [held(5), held(6), held(7)];
    expect(told(incidentsToRecord(intakeOf([], waiting), [waiting[0]!], new Set()))).toEqual(['gap-dropped 6']);
    expect(incidentsToRecord(intakeOf([], waiting), waiting, new Set())).toEqual([]);
  });

  it('is nothing that was told before, until the line moves again', () => {
    const stopped = incident('stopped', 9);
    const noticed = new Set([noticeKey(stopped)]);
    expect(incidentsToRecord(intakeOf([stopped]), [], noticed)).toEqual([]);
    forgetNoticed(noticed, originKey(ORIGIN));
    expect(incidentsToRecord(intakeOf([stopped]), [], noticed)).toEqual([stopped]);
  });
});
