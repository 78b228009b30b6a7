import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { hundredths, text, uuid, year } from '../definition/fields.js';

export const ClaimDecided = defineEvent({
  service: 'learning-hours',
  name: 'claim-decided',
  version: 1,
  description:
    'A claim of learning hours with evidence (klaim JP) was accepted, refused, or taken back after it was accepted.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    claimId: uuid('The claim; an accepted one is booked as the completion of the same id'),
    employeeId: uuid('Whose claim'),
    decision: Type.Enum(['ACCEPTED', 'REFUSED', 'REVOKED'], { description: 'What was decided' }),
    reasonCode: Type.Union([text('Why it was refused or taken back, as a code of the service', 60), Type.Null()]),
    pathCode: text('Path of development (jalur) as decided', 10),
    year: year('Calendar year in which the hours count'),
    earned: hundredths('Hours that the rule gives, before caps; 0 unless accepted'),
    counted: hundredths('Hours that count; 0 unless accepted'),
    evidenceFiles: Type.Integer({ minimum: 0, description: 'Number of evidence files; the files never travel' }),
    withinDeadline: Type.Boolean({ description: 'True when it was decided by its deadline' }),
  }),
});
export type ClaimDecided = EventData<typeof ClaimDecided>;
