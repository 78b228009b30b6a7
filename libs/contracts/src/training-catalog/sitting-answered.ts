import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

const question = Type.Object({
  questionId: uuid('The question'),
  kind: Type.Enum(['SINGLE', 'MULTIPLE', 'NUMBER'], { description: 'One option, several, or a number' }),
  wording: text('The question', 4000),
  options: Type.Array(Type.Object({ id: text('The option', 100), text: text('In words', 1000) }), {
    maxItems: 20,
    description: 'In the order of this paper',
  }),
  points: Type.Integer({ minimum: 1, description: 'Points that it is worth' }),
});

export const SittingAnswered = defineEvent({
  service: 'training-catalog',
  name: 'sitting-answered',
  version: 1,
  description:
    'The region that holds a session sent the paper of a sitting, without the right answers, refused it, or told the score.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    attemptId: uuid('The sitting'),
    enrolmentId: uuid('The enrolment'),
    answer: Type.Integer({
      minimum: 1,
      description: 'Counts up with each word on this sitting; the highest one holds',
    }),
    state: Type.Enum(['DRAWN', 'REFUSED', 'SCORED'], { description: 'Paper drawn, no sitting, or score' }),
    reason: Type.Union([text('Code of the reason of a refusal', 100), Type.Null()]),
    paper: Type.Union(
      [
        Type.Object({
          number: Type.Integer({ minimum: 1, description: 'Number of the sitting' }),
          opensAt: instant('It may be opened from then on'),
          closesAt: instant('It ends then at the latest'),
          minutes: Type.Integer({ minimum: 1, description: 'Minutes from when it is opened' }),
          questions: Type.Array(question, { maxItems: 200, description: 'The paper' }),
        }),
        Type.Null(),
      ],
      { description: 'Told with DRAWN only' },
    ),
    score: Type.Union([
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Hundredths of a percent' }),
      Type.Null(),
    ]),
  }),
});
export type SittingAnswered = EventData<typeof SittingAnswered>;
