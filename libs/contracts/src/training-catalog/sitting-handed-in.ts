import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const SittingHandedIn = defineEvent({
  service: 'training-catalog',
  name: 'sitting-handed-in',
  version: 1,
  description:
    'A learner ended a sitting of a test of another region, or its time was over; the home region kept the time.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    attemptId: uuid('The sitting'),
    enrolmentId: uuid('The enrolment'),
    startedAt: instant('When the paper was opened, by the clock of the home region'),
    handedInAt: instant('When it was handed in, by the same clock'),
    answers: Type.Array(
      Type.Object({
        questionId: uuid('The question'),
        options: Type.Union([
          Type.Array(text('Option that was chosen', 100), { maxItems: 20, description: 'Options that were chosen' }),
          Type.Null(),
        ]),
        number: Type.Union([Type.Number({ description: 'A number as the answer' }), Type.Null()]),
      }),
      { maxItems: 200, description: 'What was answered' },
    ),
  }),
});
export type SittingHandedIn = EventData<typeof SittingHandedIn>;
