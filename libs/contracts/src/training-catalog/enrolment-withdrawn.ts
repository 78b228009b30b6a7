import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const EnrolmentWithdrawn = defineEvent({
  service: 'training-catalog',
  name: 'enrolment-withdrawn',
  version: 1,
  description: 'A region gave back the seat that it had asked another region for, or no longer asks for it.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    enrolmentId: uuid('The enrolment'),
    sessionId: uuid('The session'),
    reason: text('Why; names no person'),
  }),
});
export type EnrolmentWithdrawn = EventData<typeof EnrolmentWithdrawn>;
