import { defineEvent, type EventData } from '../definition/define-event.js';
import { dutyPolicy } from './duty-policy-recorded.js';

export const DutyPolicyStated = defineEvent({
  service: 'learning-hours',
  name: 'duty-policy-stated',
  version: 1,
  description:
    'A region stated the duty of learning hours by which it counts who has fulfilled: the terms of its totals (UnitLearningHoursStated).',
  subject: 'employment status, origin and first day',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'fulfilment-totals',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: dutyPolicy,
});
export type DutyPolicyStated = EventData<typeof DutyPolicyStated>;
