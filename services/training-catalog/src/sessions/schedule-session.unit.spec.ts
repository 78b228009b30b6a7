import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import { cancelSession, changeKind, changeSession, switchDelivery } from './change-session.decision.js';
import { scheduleSession, type OfferedProgramme, type SessionPlan } from './schedule-session.decision.js';

const now = new Date('2026-01-10T00:00:00Z');
const plan: SessionPlan = {
  kind: 'TRAINING',
  programmeId: 'p1',
  title: null,
  organiser: null,
  startsOn: '2026-03-02',
  endsOn: '2026-03-06',
  delivery: null,
  place: 'Aula',
  link: null,
  capacity: 30,
  scope: 'NATIONAL',
  pathCode: null,
  quantityHundredths: null,
  targetGroup: null,
  enrolFrom: null,
  enrolUntil: null,
  selfEnrolment: false,
  approvals: [],
  trainerIds: ['t1', 't1'],
  proposalId: null,
};
const offered: OfferedProgramme = {
  programmeVersion: 2,
  title: 'Rencana Kontingensi',
  pathCode: 'KL03',
  delivery: 'BLENDED',
  hoursHundredths: 4050,
  organiser: 'BKPSDM',
  developmentTarget: 'Ketangguhan',
  competencyCodes: ['MAN-05'],
};
const bounds = USUAL_AMOUNT_BOUNDS;
const context = { sessionId: 's1', cohort: 3, approvals: ['SUPERVISOR' as const], by: 'officer-1', now, bounds };
const schedule = (changes: Partial<SessionPlan> = {}, programme: OfferedProgramme | undefined = offered) =>
  scheduleSession({ ...plan, ...changes }, programme, context);
const refused = (changes: Partial<SessionPlan>, programme?: OfferedProgramme | null) => {
  try {
    scheduleSession({ ...plan, ...changes }, programme === null ? undefined : (programme ?? offered), context);
  } catch (error) {
    return (error as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
  }
  return [];
};

describe('a new session', () => {
  it('takes what it is worth from the programme of that day', () => {
    expect(schedule()).toMatchObject({
      state: 'OPEN',
      title: 'Rencana Kontingensi',
      delivery: 'BLENDED',
      pathCode: 'KL03',
      quantityHundredths: 4050,
      programmeVersion: 2,
      competencies: [{ code: 'MAN-05', level: null }],
      cohortYear: 2026,
      cohort: 3,
      enrolUntil: '2026-03-06',
      trainerIds: ['t1'],
    });
    const levels = [{ code: 'MAN-07', level: 3 }];
    expect(schedule({}, { ...offered, competencies: levels }).competencies).toEqual(levels);
  });

  it('takes its approvals from the rule where it says nothing of its own', () => {
    expect(schedule().approvals).toEqual([]);
    expect(schedule({ approvals: null }).approvals).toEqual(['SUPERVISOR']);
  });

  it.each([
    ['KL06', '2026-03-02', '2026-03-03', 200],
    ['KL07', '2026-02-28', '2026-03-01', 200],
    ['NKL01', '2026-03-02', '2026-03-06', 100],
    ['KL03', '2026-03-02', '2026-03-03', 4050],
  ])('of path %s from %s to %s is worth %i', (pathCode, startsOn, endsOn, quantity) => {
    expect(schedule({ startsOn, endsOn }, { ...offered, pathCode }).quantityHundredths).toBe(quantity);
  });

  it.each([
    [{ endsOn: '2026-03-01' }, undefined, ['endsOn completion.ends-before-start']],
    [{ programmeId: null, title: 'A', organiser: 'B' }, null, ['programmeId session.programme-needed']],
    [{ kind: 'PUBLIC_LECTURE' }, null, ['title session.title-needed', 'organiser session.organiser-needed']],
    [
      { kind: 'PUBLIC_LECTURE', title: 'A', organiser: 'B', pathCode: 'KL06' },
      null,
      ['quantityHundredths session.worth-incomplete'],
    ],
    [
      { kind: 'NEEDS_FORUM', title: 'A', organiser: 'B', pathCode: 'KL99', quantityHundredths: 1 },
      null,
      ['pathCode completion.path-unknown'],
    ],
    [{ endsOn: '2026-03-02' }, undefined, ['endsOn completion.hours-too-many']],
    [
      { kind: 'PUBLIC_LECTURE', title: 'A', organiser: 'B', pathCode: 'KL06', quantityHundredths: 600 },
      null,
      ['quantityHundredths completion.more-days-than-it-took'],
    ],
    [{ enrolUntil: '2026-03-07' }, undefined, ['enrolUntil session.enrolment-after-end']],
    [{ enrolFrom: '2026-03-03', enrolUntil: '2026-03-02' }, undefined, ['enrolFrom session.enrolment-window']],
  ] as [Partial<SessionPlan>, OfferedProgramme | null | undefined, string[]][])(
    'with %j is refused',
    (changes, programme, problems) => {
      expect(refused(changes, programme)).toEqual(problems);
    },
  );

  it('may stand by itself when it is a forum or a lecture', () => {
    const lecture = { kind: 'PUBLIC_LECTURE' as const, programmeId: null, title: 'Kuliah umum', organiser: 'BPSDM' };
    expect(
      scheduleSession({ ...plan, ...lecture, pathCode: 'KL06', quantityHundredths: 100 }, undefined, context),
    ).toMatchObject({ pathCode: 'KL06', quantityHundredths: 100, programmeVersion: null, competencies: [] });
  });
});

describe('a change of a session', () => {
  const session = schedule();

  it('leaves path and hours as they were, whatever changes', () => {
    const changed = changeSession(
      session,
      { startsOn: '2026-04-01', endsOn: '2026-04-02', enrolUntil: '2026-03-20' },
      0,
      now,
      bounds,
    );
    expect(changed).toMatchObject({ pathCode: 'KL03', quantityHundredths: 4050, revision: 2 });
    expect(changeKind(session, changed)).toBe('RESCHEDULED');
    expect(changeKind(session, changeSession(session, { capacity: 40 }, 0, now, bounds))).toBe('DETAILS');
  });

  it('leaves days enough for what was promised', () => {
    const shorter = { startsOn: '2026-03-02', endsOn: '2026-03-02' };
    const change = (before: typeof session, changes: typeof shorter) => () =>
      changeSession(before, changes, 0, now, bounds);
    const errors = [expect.objectContaining({ field: 'endsOn', code: 'completion.hours-too-many' })];
    expect(change(session, shorter)).toThrow(expect.objectContaining({ code: 'session-refused', errors }));
    // Of before there was such a bound.
    const promised = { ...session, ...shorter, enrolUntil: shorter.endsOn };
    expect(change(promised, { startsOn: '2026-03-05', endsOn: '2026-03-05' })).not.toThrow();
  });

  it('cannot take seats away', () => {
    expect(changeSession(session, { capacity: 12 }, 12, now, bounds).capacity).toBe(12);
    expect(() => changeSession(session, { capacity: 11 }, 12, now, bounds)).toThrow(
      expect.objectContaining({ errors: [{ field: 'capacity', code: 'session.capacity-below-seated' }] }),
    );
  });

  it('to another mode keeps its worth and needs an address for a screen', () => {
    const link = 'https://rapat.contoh.id/1';
    const to = { delivery: 'LIVE_STREAM' as const, place: null, link };
    const switched = switchDelivery(session, to, now);
    expect(switched).toMatchObject({
      delivery: 'LIVE_STREAM',
      place: 'Aula',
      link,
      quantityHundredths: 4050,
      revision: 2,
    });
    expect(changeKind(session, switched)).toBe('DELIVERY_SWITCHED');
    expect(() => switchDelivery(session, { ...to, link: null }, now)).toThrow(
      expect.objectContaining({ code: 'session-refused' }),
    );
    expect(switchDelivery(session, { delivery: 'CLASSICAL', place: 'Ruang 2', link: null }, now).place).toBe('Ruang 2');
    expect(() => switchDelivery(session, { ...to, delivery: 'BLENDED' }, now)).toThrow(
      expect.objectContaining({ code: 'delivery-unchanged' }),
    );
  });

  it('is over once it is held or cancelled', () => {
    const cancelled = cancelSession(session, 'Anggaran', now);
    expect(cancelled).toMatchObject({ state: 'CANCELLED', cancelledReason: 'Anggaran' });
    for (const change of [
      () => cancelSession(cancelled, 'Lagi', now),
      () => changeSession(cancelled, { capacity: 1 }, 0, now, bounds),
      () => switchDelivery({ ...session, state: 'HELD' }, { delivery: 'CLASSICAL', place: null, link: null }, now),
    ])
      expect(change).toThrow(expect.objectContaining({ code: 'session-closed', status: 409 }));
  });
});
