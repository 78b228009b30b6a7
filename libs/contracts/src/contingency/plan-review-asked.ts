import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { date, text, uuid } from '../envelope/fields.js';
import { hazardCode, planId } from './terms.js';

export const PlanReviewAsked = defineEvent({
  service: 'contingency',
  name: 'plan-review-asked',
  version: 1,
  description:
    'A contingency plan must be looked at again: conditions changed, a drill or an emergency showed weaknesses, or its time has come.',
  subject: 'contingency plan',
  retention: 'years-2',
  data: Type.Object({
    reviewId: uuid('The review'),
    planId: planId(),
    hazardCode: hazardCode(),
    cause: Type.Enum(['CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD'], { description: 'Why' }),
    causeId: Type.Union([uuid('The condition, drill, activation or hazard'), Type.Null()]),
    reason: text('Why, in words', 500),
    dueOn: date('Day by which it must be done'),
  }),
});
export type PlanReviewAsked = EventData<typeof PlanReviewAsked>;
