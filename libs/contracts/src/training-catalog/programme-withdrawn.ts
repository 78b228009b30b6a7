import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';

export const ProgrammeWithdrawn = defineEvent({
  service: 'training-catalog',
  name: 'programme-withdrawn',
  version: 1,
  description: 'A shared training programme is no longer offered; what was completed under it stays valid.',
  subject: 'programme',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'shared-catalogue',
    legalBasis: 'UU 20/2023 art. 49: learning connected across agencies',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({ programmeId: uuid('The programme'), reason: text('Why, for the officers of other regions') }),
});
export type ProgrammeWithdrawn = EventData<typeof ProgrammeWithdrawn>;
