import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

const share = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0, maximum: 10_000 }), Type.Null()], {
    description: `${description}, in hundredths of a percent`,
  });

export const TrainingNotPassed = defineEvent({
  service: 'training-catalog',
  name: 'training-not-passed',
  version: 1,
  description: 'A participant did not pass a training; each reason names what was asked for and what was reached.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    enrolmentId: uuid('The enrolment that was decided on'),
    employeeId: uuid('Who took part'),
    sessionId: uuid('The session'),
    programmeId: Type.Union([uuid('The programme'), Type.Null()]),
    title: text('Title of the training', 300),
    decidedOn: date('Day of the decision'),
    passRuleId: Type.Union([uuid('The pass rule that held'), Type.Null()]),
    reasons: Type.Array(
      Type.Object({
        code: text('Stable code of the reason', 60),
        required: share('What the rule asks for'),
        reached: share('What was reached'),
      }),
      { minItems: 1, maxItems: 20, description: 'Why' },
    ),
  }),
});
export type TrainingNotPassed = EventData<typeof TrainingNotPassed>;
