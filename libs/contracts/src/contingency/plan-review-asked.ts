import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
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

/** The same, asked for by a new competency dictionary too, and with the unit that has to answer. */
export const PlanReviewAskedV2 = defineEvent({
  service: 'contingency',
  name: 'plan-review-asked',
  version: 2,
  description:
    'A contingency plan must be looked at again: conditions changed, a drill or an emergency showed weaknesses, the competency dictionary took away what a role asks for, or its time has come.',
  subject: 'contingency plan',
  retention: 'years-2',
  data: Type.Object({
    reviewId: uuid('The review'),
    planId: planId(),
    hazardCode: hazardCode(),
    cause: Type.Enum(['CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD', 'DICTIONARY'], {
      description: 'Why',
    }),
    causeId: Type.Union([uuid('The condition, drill, activation, hazard or dictionary version'), Type.Null()]),
    reason: text('Why, in words', 500),
    unitId: Type.Union([uuid('Unit that has to answer: the one that leads the plan'), Type.Null()]),
    dueOn: date('Day by which it must be done'),
  }),
  lifts: { contract: PlanReviewAsked, lift: (old) => ({ ...old, unitId: null }) },
});
export type PlanReviewAskedV2 = EventData<typeof PlanReviewAskedV2>;
