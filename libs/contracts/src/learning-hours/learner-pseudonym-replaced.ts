import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { pseudonym } from '../definition/fields.js';

export const LearnerPseudonymReplaced = defineEvent({
  service: 'learning-hours',
  name: 'learner-pseudonym-replaced',
  version: 1,
  description:
    "A region that opted in has a new key of pseudonyms: whatever it told of a person under the former one is this person's.",
  subject: 'pseudonym',
  retention: 'years-2',
  sharing: {
    audience: 'province',
    purpose: 'learner-level-analysis',
    legalBasis: 'UU 27/2022 art. 20: public task; PP 11/2017 art. 203',
    personalData: 'pseudonym',
    consent: 'opt-in',
  },
  data: Type.Object({
    learner: pseudonym('The person from now on'),
    former: pseudonym('The same person until now'),
  }),
});
export type LearnerPseudonymReplaced = EventData<typeof LearnerPseudonymReplaced>;
