import { describe, expect, it } from '@jest/globals';
import { scheduleNews, type ScheduleElsewhere } from './schedule-news.decision.js';

const meeting = (meetingId: string, hour: string, cancelled = false) => ({
  ...{ meetingId, topic: 'Pembukaan', mode: 'ONLINE' as const, place: null, link: null, cancelled },
  ...{ startsAt: `2026-03-02T${hour}:00:00.000Z`, endsAt: '2026-03-02T09:00:00.000Z' },
});
const schedule = (changes: Partial<ScheduleElsewhere> = {}): ScheduleElsewhere => ({
  ...{ title: 'A', startsOn: '2026-03-02', endsOn: '2026-03-06', delivery: 'CLASSICAL', place: 'Aula', link: null },
  meetings: [meeting('m1', '01')],
  ...changes,
});

describe('news of a session elsewhere', () => {
  it.each([
    [{}, undefined],
    [{ link: 'https://rapat.contoh.id', place: 'Gedung B' }, undefined],
    [{ meetings: [meeting('m1', '01'), meeting('m2', '03')] }, undefined],
    [{ meetings: [] }, undefined],
    [{ delivery: 'LIVE_STREAM', endsOn: '2026-03-07' }, 'training.delivery-switched'],
    [{ endsOn: '2026-03-07' }, 'training.rescheduled'],
    [{ meetings: [meeting('m1', '02')] }, 'training.rescheduled'],
    [{ meetings: [meeting('m1', '01', true)] }, 'training.rescheduled'],
  ] as [Partial<ScheduleElsewhere>, string | undefined][])('%j is %p', (changes, news) => {
    expect(scheduleNews(schedule(), schedule(changes))).toBe(news);
    expect(scheduleNews(undefined, schedule(changes))).toBeUndefined();
  });
});
