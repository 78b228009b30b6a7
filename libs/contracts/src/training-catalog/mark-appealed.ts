import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const MarkAppealed = defineEvent({
  service: 'training-catalog',
  name: 'mark-appealed',
  version: 1,
  description:
    'A learner appealed against the mark of work for a session of another region; somebody there who has not marked it decides.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    appealId: uuid('The appeal, the same in both regions'),
    submissionId: uuid('The work'),
    enrolmentId: uuid('The enrolment'),
    reason: text('Why, in the words of the learner'),
  }),
});
export type MarkAppealed = EventData<typeof MarkAppealed>;
