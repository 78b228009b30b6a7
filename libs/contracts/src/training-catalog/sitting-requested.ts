import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const SittingRequested = defineEvent({
  service: 'training-catalog',
  name: 'sitting-requested',
  version: 1,
  description: 'A learner asked another region for the paper of a test of the session that the learner takes part in.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    attemptId: uuid('The sitting, the same in both regions'),
    enrolmentId: uuid('The enrolment'),
    testId: uuid('The test'),
  }),
});
export type SittingRequested = EventData<typeof SittingRequested>;
