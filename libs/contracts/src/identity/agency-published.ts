import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const AgencyPublished = defineEvent({
  service: 'identity',
  name: 'agency-published',
  version: 1,
  description: 'A region told the province that an agency (perangkat daerah) exists or changed its name.',
  subject: 'agency',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'reference-codes',
    legalBasis: 'Perpres 39/2019 (Satu Data Indonesia): shared reference codes',
    personalData: 'none',
    consent: 'always',
  },
  data: Type.Object({
    agencyId: uuid('The agency'),
    name: text('Name', 300),
    closedOn: Type.Optional(
      Type.Union([date('The day'), Type.Null()], { description: 'First day on which the agency is no more' }),
    ),
    successorAgencyIds: Type.Optional(
      Type.Array(uuid('An agency'), {
        description: 'Agencies that took over from one that was split, merged or closed',
      }),
    ),
  }),
});
export type AgencyPublished = EventData<typeof AgencyPublished>;
