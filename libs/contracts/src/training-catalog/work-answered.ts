import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

const marking = Type.Object({
  role: Type.Enum(['FIRST', 'SECOND', 'THIRD', 'APPEAL'], { description: 'Which marker' }),
  mark: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Hundredths of a percent' }),
  points: Type.Array(
    Type.Object({ criterion: text('What was looked at', 40), points: Type.Number({ description: 'Points given' }) }),
    { maxItems: 20, description: 'By criterion of the rubric' },
  ),
  remark: Type.Union([text('Remark of the marker', 2000), Type.Null()]),
});

export const WorkAnswered = defineEvent({
  service: 'training-catalog',
  name: 'work-answered',
  version: 1,
  description:
    'The region that holds a session told the home region what became of the work of a learner: received, refused or marked.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    submissionId: uuid('The work'),
    enrolmentId: uuid('The enrolment'),
    answer: Type.Integer({ minimum: 1, description: 'Counts up with each word on this work; the highest one holds' }),
    state: Type.Enum(['RECEIVED', 'REFUSED', 'MARKED'], { description: 'MARKED: the mark is final' }),
    reason: Type.Union([text('Code of the reason of a refusal', 100), Type.Null()]),
    attempt: Type.Union([
      Type.Integer({ minimum: 1, description: 'Number of the work among those handed in' }),
      Type.Null(),
    ]),
    late: Type.Boolean({ description: 'Whether it counts as late' }),
    mark: Type.Union([
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Hundredths of a percent' }),
      Type.Null(),
    ]),
    appeal: Type.Optional(
      Type.Object(
        {
          state: Type.Enum(['OPEN', 'UPHELD', 'REJECTED'], { description: 'What became of it' }),
          answer: Type.Union([text('Why, in the words of who decided', 2000), Type.Null()]),
        },
        { description: 'The appeal against the mark, where there is one' },
      ),
    ),
    markings: Type.Array(marking, { maxItems: 4, description: 'What the markers gave; told with the final mark' }),
  }),
});
export type WorkAnswered = EventData<typeof WorkAnswered>;
