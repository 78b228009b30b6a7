import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';

export const PublicationWithdrawn = defineEvent({
  service: 'training-catalog',
  name: 'publication-withdrawn',
  version: 1,
  description:
    'A region took back a programme that it had submitted for approval, or does not need the decision any more: it was submitted anew, joined another one, or the rules ask for nobody now.',
  subject: 'publication request',
  retention: 'years-2',
  sharing: {
    audience: 'province',
    purpose: 'one-door-approval',
    legalBasis: 'PP 11/2017 art. 205-207: plan and evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    requestId: uuid('The request for approval'),
    programmeId: uuid('The programme'),
    reason: text('Why; names no person'),
  }),
});
export type PublicationWithdrawn = EventData<typeof PublicationWithdrawn>;
