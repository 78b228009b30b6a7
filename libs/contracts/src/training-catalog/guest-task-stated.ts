import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

const assignment = Type.Object({
  title: text('Title', 300),
  instructions: text('What is asked for', 10_000),
  dueAt: instant('Until then work is in time'),
  lateUntil: Type.Union([instant('Until then late work counts, with the penalty'), Type.Null()]),
  latePenalty: Type.Integer({
    minimum: 0,
    maximum: 10_000,
    description: 'Hundredths of a percent taken off late work',
  }),
  form: Type.Enum(['TEXT', 'FILE', 'EITHER'], { description: 'In which form work is handed in' }),
  rubric: Type.Array(
    Type.Object({
      criterion: text('What is looked at', 40),
      maxPoints: Type.Integer({ minimum: 1, description: 'Points at most' }),
      description: Type.Union([text('In words', 1000), Type.Null()]),
    }),
    { maxItems: 20, description: 'By what it is marked (rubrik)' },
  ),
});

const test = Type.Object({
  stage: Type.Enum(['PRE', 'POST'], { description: 'Before or after the training' }),
  title: text('Title', 300),
  opensAt: instant('From then on'),
  closesAt: instant('Until then'),
  minutes: Type.Integer({ minimum: 1, description: 'Minutes a sitting' }),
  attempts: Type.Integer({ minimum: 1, description: 'Sittings at most' }),
  questionCount: Type.Integer({ minimum: 1, description: 'Questions of a paper' }),
});

export const GuestTaskStated = defineEvent({
  service: 'training-catalog',
  name: 'guest-task-stated',
  version: 1,
  description:
    'The region that holds a session told the home region of its guests of an assignment or a test of that session; one never changes once it is set.',
  subject: 'session',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    taskId: uuid('The assignment or test'),
    sessionId: uuid('The session'),
    assignment: Type.Union([assignment, Type.Null()], { description: 'An assignment (penugasan); null for a test' }),
    test: Type.Union([test, Type.Null()], { description: 'A test (tes); null for an assignment' }),
  }),
});
export type GuestTaskStated = EventData<typeof GuestTaskStated>;
