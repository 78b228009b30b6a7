import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';

export const PublicationDecided = defineEvent({
  service: 'training-catalog',
  name: 'publication-decided',
  version: 1,
  description:
    "The province's academy (BPSDM) decided on a programme that a region had submitted before publishing it.",
  subject: 'publication request',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'one-door-approval',
    legalBasis: 'PP 11/2017 art. 205-207: plan and evaluation of competency development',
    personalData: 'encrypted',
    consent: 'always',
  },
  data: Type.Object({
    requestId: uuid('The request for approval'),
    programmeId: uuid('The programme'),
    decision: Type.Enum(['APPROVED', 'RETURNED', 'REFUSED'], {
      description: 'RETURNED: to be changed and submitted anew',
    }),
    reason: Type.Union([text('Why'), Type.Null()]),
  }),
});
export type PublicationDecided = EventData<typeof PublicationDecided>;
