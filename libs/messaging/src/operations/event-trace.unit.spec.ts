import { HoursRecorded, TrainingCompleted } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { chainEndAt, mergeFindings } from './event-trace.js';
import type { EventFinding } from './known-events.js';

const ID = '0195c0de-0000-7000-8000-000000000001';
const CAUSE = '0195c0de-0000-7000-8000-000000000000';
const finding = (more: Partial<EventFinding> = {}): EventFinding => ({
  place: 'archive',
  holder: 'reporting',
  eventId: ID,
  type: HoursRecorded.type,
  region: '62.03',
  service: 'learning-hours',
  audience: 'local',
  epoch: '1.aa',
  position: '17',
  time: new Date('2026-11-21T03:00:00Z'),
  causeId: null,
  orphaned: false,
  reason: null,
  state: null,
  generation: null,
  xid: null,
  seq: null,
  ...more,
});
const outbox = (more: Partial<EventFinding> = {}) =>
  finding({ place: 'outbox', holder: 'learning-hours', region: null, epoch: null, position: null, ...more });

describe('what a region knows of one event', () => {
  it('is put together from everybody who holds it', () => {
    const parked = finding({
      place: 'parked',
      holder: 'contingency',
      reason: 'handler-failed',
      state: 'PARKED',
      position: null,
    });
    const merged = mergeFindings(
      [outbox({ causeId: CAUSE }), finding(), finding({ holder: 'identity' }), parked],
      '62.03',
    );
    expect(merged).toEqual({
      eventId: ID,
      type: HoursRecorded.type,
      subjectKind: 'employee',
      region: '62.03',
      service: 'learning-hours',
      audience: 'local',
      epoch: '1.aa',
      position: 17,
      time: new Date('2026-11-21T03:00:00Z'),
      causeId: CAUSE,
      readBy: ['reporting', 'identity'],
      setAside: [{ service: 'contingency', reason: 'handler-failed', state: 'PARKED' }],
      orphaned: false,
    });
  });

  it('is of this region where only its outbox holds it, and has no position yet', () => {
    expect(mergeFindings([outbox({ type: TrainingCompleted.type })], '62.03')).toMatchObject({
      region: '62.03',
      position: null,
      epoch: null,
      readBy: [],
    });
  });

  it('names no kind of subject for a type of a later release', () => {
    expect(mergeFindings([finding({ type: 'betang.identity.unheard-of.v9' })], '62.03').subjectKind).toBeNull();
  });

  it('says so when anybody holds it for an orphan', () => {
    expect(mergeFindings([finding(), finding({ holder: 'identity', orphaned: true })], '62.03').orphaned).toBe(true);
  });
});

describe('a chain of causes', () => {
  const at = (region: string, audience: string | null, causeId: string | null = null) =>
    chainEndAt({ region, audience, causeId }, '62.03');

  it.each([
    ['goes on where a cause is named', at('62.03', 'local', CAUSE), undefined],
    ['ends at what happened first', at('62.03', 'local'), 'first'],
    ['is held by the other region', at('62', 'federation'), 'elsewhere'],
    ['is not carried by what this region shared', at('62.03', 'province'), 'shared'],
    ['ends at what was only set aside here', at('62.03', null), 'first'],
  ])('%s', (_what, found, expected) => {
    expect(found).toBe(expected);
  });
});
