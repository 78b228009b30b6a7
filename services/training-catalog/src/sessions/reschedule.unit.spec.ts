import { describe, expect, it } from '@jest/globals';
import { rescheduleMeetings, type MeetingsChoice } from './reschedule.decision.js';

const now = new Date('2026-03-01T00:00:00Z');
const before = { startsOn: '2026-03-02', endsOn: '2026-03-06' };
const meeting = (meetingId: string, day: string) => ({
  meetingId,
  startsAt: new Date(`${day}T01:00:00Z`),
  endsAt: new Date(`${day}T09:00:00Z`),
});
const meetings = [meeting('first', '2026-03-02'), meeting('last', '2026-03-06')];
const move = (startsOn: string, endsOn: string, choice?: MeetingsChoice, at = now) =>
  rescheduleMeetings(before, { startsOn, endsOn }, meetings, choice, at);
const refused = expect.objectContaining({ code: 'session-refused' }) as never;

describe('meetings of a session that gets other days', () => {
  it.each([
    ['2026-03-09', '2026-03-13', 7],
    ['2026-02-23', '2026-02-27', -7],
  ])('go along when it moves as a whole, to %s', (startsOn, endsOn, days) => {
    expect(move(startsOn, endsOn)).toEqual({ days, meetingIds: ['first', 'last'] });
  });

  it('stay where it is lengthened', () => {
    expect(move('2026-03-01', '2026-03-10')).toEqual({ days: 0, meetingIds: [] });
    expect(move('2026-03-02', '2026-03-10')).toEqual({ days: 0, meetingIds: [] });
  });

  it('are asked about where they would lie outside: shortened, or of another length elsewhere', () => {
    expect(() => move('2026-03-03', '2026-03-06')).toThrow(refused);
    expect(() => move('2026-03-02', '2026-03-05')).toThrow(refused);
    expect(() => move('2026-03-09', '2026-03-14')).toThrow(refused);
    expect(move('2026-03-09', '2026-03-14', 'MOVE')).toEqual({ days: 7, meetingIds: ['first', 'last'] });
    expect(() => move('2026-03-09', '2026-03-12', 'MOVE')).toThrow(refused);
  });

  it('stay if so wished, as far as they fit', () => {
    expect(() => move('2026-03-09', '2026-03-13', 'KEEP')).toThrow(refused);
    const wide = rescheduleMeetings(
      { startsOn: '2026-03-01', endsOn: '2026-03-08' },
      { startsOn: '2026-03-02', endsOn: '2026-03-09' },
      meetings,
      'KEEP',
      now,
    );
    expect(wide).toEqual({ days: 0, meetingIds: [] });
  });

  it('stay when they have begun, and hold the session where they were held', () => {
    const begun = new Date('2026-03-03T00:00:00Z');
    expect(() => move('2026-03-09', '2026-03-13', undefined, begun)).toThrow(refused);
    expect(move('2026-03-02', '2026-03-13', undefined, begun)).toEqual({ days: 0, meetingIds: [] });
    expect(
      rescheduleMeetings(before, { startsOn: '2026-03-01', endsOn: '2026-03-06' }, meetings, 'MOVE', begun),
    ).toEqual({ days: -1, meetingIds: ['last'] });
  });

  it('are none of a session without any, whose due times move all the same', () => {
    expect(rescheduleMeetings(before, { startsOn: '2026-03-09', endsOn: '2026-03-13' }, [], undefined, now)).toEqual({
      days: 7,
      meetingIds: [],
    });
  });
});
