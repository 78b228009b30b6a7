import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid, year } from '../definition/fields.js';
import { planLineFields } from './plan-line-fields.js';
import { planSharing } from './terms.js';

export const PlanLineSubmitted = defineEvent({
  service: 'competency-mapping',
  name: 'plan-line-submitted',
  version: 1,
  description:
    'One line of a plan that a region submitted to the province; belongs to one submission of PlanSubmitted.',
  subject: 'plan',
  retention: 'years-10',
  sharing: planSharing,
  data: Type.Object({
    planId: uuid('The plan'),
    submission: Type.Integer({ minimum: 1, description: 'The submission that it belongs to' }),
    year: year('Year of the plan'),
    ...planLineFields,
  }),
});
export type PlanLineSubmitted = EventData<typeof PlanLineSubmitted>;
