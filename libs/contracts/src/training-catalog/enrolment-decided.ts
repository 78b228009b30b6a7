import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const EnrolmentDecided = defineEvent({
  service: 'training-catalog',
  name: 'enrolment-decided',
  version: 1,
  description: "The region that holds a session decided on another region's request for a seat, or decided anew.",
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    enrolmentId: uuid('The enrolment'),
    sessionId: uuid('The session'),
    decision: Type.Enum(['ACCEPTED', 'WAITING', 'REFUSED', 'CANCELLED'], {
      description: 'Seat given, waiting list, no seat, or taken back with the session',
    }),
    decisionNumber: Type.Integer({ minimum: 1, description: 'Counts up per enrolment; the highest one holds' }),
    reason: Type.Union([text('Why'), Type.Null()]),
  }),
});
export type EnrolmentDecided = EventData<typeof EnrolmentDecided>;
