import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, instant, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';
import { deliveryMode } from './session-state.js';

const meeting = Type.Object({
  meetingId: uuid('The meeting (pertemuan)'),
  topic: text('What it is about', 300),
  mode: Type.Enum(['ONSITE', 'ONLINE', 'INDEPENDENT'], {
    description: 'In a room, on a screen, or independent work (belajar mandiri)',
  }),
  startsAt: instant('Start'),
  endsAt: instant('End'),
  place: Type.Union([text('Where, as far as it is a place', 300), Type.Null()]),
  link: Type.Union([text('Address of the virtual meeting', 1000), Type.Null()]),
  cancelled: Type.Boolean({ description: 'It does not take place' }),
});

export const GuestScheduleStated = defineEvent({
  service: 'training-catalog',
  name: 'guest-schedule-stated',
  version: 1,
  description:
    'The region that holds a session told the home region of its guests when, where and how it takes place, with the addresses of virtual meetings; the highest statement replaces those before.',
  subject: 'session',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    sessionId: uuid('The session'),
    statement: Type.Integer({ minimum: 1, description: 'Counts up per session and region; the highest one holds' }),
    title: text('Title', 300),
    startsOn: date('First day'),
    endsOn: date('Last day'),
    delivery: deliveryMode(),
    place: Type.Union([text('Where, as far as it is a place', 300), Type.Null()]),
    link: Type.Union([text('Address of virtual meetings that have none of their own', 1000), Type.Null()]),
    meetings: Type.Array(meeting, { maxItems: 80, description: 'Meetings; those to come first, where there are more' }),
  }),
});
export type GuestScheduleStated = EventData<typeof GuestScheduleStated>;
