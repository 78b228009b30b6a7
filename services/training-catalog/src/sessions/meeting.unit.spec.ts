import { describe, expect, it } from '@jest/globals';
import { icalendar } from './icalendar.js';
import { checkMeeting, type MeetingPlan } from './meeting.decision.js';

const session = { state: 'OPEN' as const, startsOn: '2026-03-02', endsOn: '2026-03-06', link: null };
const plan: MeetingPlan = {
  topic: 'Analisis',
  mode: 'ONSITE',
  startsAt: new Date('2026-03-02T01:00:00Z'),
  endsAt: new Date('2026-03-02T03:00:00Z'),
  place: null,
  link: null,
  trainerId: null,
};
const refusal = (changes: Partial<MeetingPlan>, of = session) => {
  try {
    checkMeeting(of, { ...plan, ...changes });
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { code: string }[] };
    return errors[0]?.code ?? code;
  }
  return undefined;
};

describe('a meeting', () => {
  it('lies within the days of its session, in each zone of the country', () => {
    expect(refusal({})).toBeUndefined();
    // 00:30 of 2 March in Jayapura, 23:00 of 6 March in Pontianak.
    expect(refusal({ startsAt: new Date('2026-03-01T15:30:00Z') })).toBeUndefined();
    expect(
      refusal({ startsAt: new Date('2026-03-06T14:00:00Z'), endsAt: new Date('2026-03-06T16:00:00Z') }),
    ).toBeUndefined();
    expect(refusal({ startsAt: new Date('2026-03-01T14:59:00Z') })).toBe('meeting.outside-session');
    expect(refusal({ endsAt: new Date('2026-03-07T00:01:00Z') })).toBe('meeting.outside-session');
  });

  it('ends after it starts, has an address on a screen, and belongs to an open session', () => {
    expect(refusal({ endsAt: plan.startsAt })).toBe('meeting.ends-before-start');
    expect(refusal({ mode: 'ONLINE' })).toBe('session.link-needed');
    expect(refusal({ mode: 'ONLINE', link: 'https://rapat.contoh.id' })).toBeUndefined();
    expect(refusal({ mode: 'INDEPENDENT' })).toBeUndefined();
    expect(refusal({}, { ...session, state: 'HELD' } as never)).toBe('session-closed');
  });
});

describe('a calendar file', () => {
  const [appointment] = [
    {
      id: 'm1',
      title: 'Rencana; kontingensi, banjir\nbagian 1',
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      location: 'Aula é'.padEnd(90, 'é'),
      cancelled: true,
    },
  ];
  const text = icalendar([appointment!], new Date('2026-01-01T00:00:00Z'));

  it('is read by calendar programs: times in UTC, signs escaped, cancelled marked', () => {
    expect(text).toContain('DTSTART:20260302T010000Z\r\nDTEND:20260302T030000Z\r\n');
    expect(text).toContain('SUMMARY:Rencana\\; kontingensi\\, banjir\\nbagian 1\r\n');
    expect(text).toContain('STATUS:CANCELLED');
    expect(text.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  it('folds lines at 75 octets and loses no character', () => {
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n /g, '')).toContain(appointment!.location);
  });
});
