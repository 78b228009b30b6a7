import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text, uuid, year } from '../definition/fields.js';
import { planSharing } from './terms.js';

export const PlanWithdrawn = defineEvent({
  service: 'competency-mapping',
  name: 'plan-withdrawn',
  version: 1,
  description: 'A region took its submitted plan back; it may submit it again under a higher number.',
  subject: 'plan',
  retention: 'years-10',
  sharing: planSharing,
  data: Type.Object({
    planId: uuid('The plan'),
    submission: Type.Integer({ minimum: 1, description: 'Its number: submissions below it no longer hold' }),
    year: year('Year of the plan'),
    withdrawnAt: instant('When'),
    reason: text('Why'),
  }),
});
export type PlanWithdrawn = EventData<typeof PlanWithdrawn>;
