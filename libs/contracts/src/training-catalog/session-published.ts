import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, regionCode, text, uuid } from '../definition/fields.js';
import { deliveryMode, developedCompetency, sessionKind } from './session-state.js';

export const SessionPublished = defineEvent({
  service: 'training-catalog',
  name: 'session-published',
  version: 1,
  description:
    'A region told the federation of a session of its own, as it stands now; the highest revision replaces those before. Addresses of virtual meetings stay at home.',
  subject: 'session',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'shared-catalogue',
    legalBasis: 'UU 20/2023 art. 49: learning connected across agencies',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    sessionId: uuid('The session, the same in every region'),
    revision: Type.Integer({ minimum: 1, description: 'Counts up with each statement; the highest one holds' }),
    organiserRegion: regionCode('Region that holds it'),
    state: Type.Enum(['OPEN', 'CANCELLED', 'HELD'], { description: 'Whether it is still to come' }),
    programmeId: Type.Union([uuid('Its programme'), Type.Null()]),
    kind: sessionKind(),
    title: text('Title', 300),
    organiser: text('Organiser (penyelenggara)', 300),
    startsOn: date('First day'),
    endsOn: date('Last day'),
    enrolUntil: Type.Union([date('Last day to enrol'), Type.Null()]),
    delivery: deliveryMode(),
    venue: Type.Union([text('Where, as far as it is a place', 300), Type.Null()]),
    capacity: count('Seats'),
    targetGroup: Type.Union([text('Whom it is for', 300), Type.Null()]),
    competencies: Type.Array(developedCompetency, { maxItems: 50, description: 'Competencies that it develops' }),
  }),
});
export type SessionPublished = EventData<typeof SessionPublished>;
