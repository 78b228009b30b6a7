import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';
import { competencyCode, competencyLevel } from './terms.js';

/** A piece of evidence (bukti) as one region hands it to another. */
export const handedOverEvidence = Type.Object({
  evidenceId: uuid('The evidence, the same in both regions'),
  competencyCode: competencyCode(),
  level: competencyLevel('Level shown'),
  method: text('Method: assessment centre, computer-assisted, supervisor, training …', 40),
  assessor: text('Who assessed, as an institution', 300),
  observedOn: date('When it was shown'),
  validUntil: Type.Union([date('Last day that it holds'), Type.Null()]),
  reference: Type.Union([Type.String({ maxLength: 300 }), Type.Null()], {
    description: 'Number of the report or certificate',
  }),
  originRegion: Type.Optional(regionCode('The region where it came to be; absent: the one that hands over')),
  recordId: Type.Optional(uuid('The assessment or completion that it comes from, as that region names it')),
});

export const CompetencyRecordHandedOver = defineEvent({
  service: 'competency-mapping',
  name: 'competency-record-handed-over',
  version: 1,
  description:
    'The competency record of a person who moves to another region (mutasi), handed over to that region: evidence that still holds, in one or more parts. Encrypted for the receiver.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'transfer',
    legalBasis: 'UU 20/2023; PP 11/2017 on transfer (mutasi): the record follows the person',
    personalData: 'encrypted',
    consent: 'always',
  },
  data: Type.Object({
    transferId: uuid('The transfer'),
    employeeId: uuid('The person, by the id of the region that hands over'),
    part: Type.Integer({ minimum: 1, description: 'Number of this part, from 1' }),
    parts: Type.Integer({ minimum: 1, description: 'How many parts there are' }),
    evidence: Type.Array(handedOverEvidence, { maxItems: 400, description: 'Evidence (bukti) of this part' }),
  }),
});
export type CompetencyRecordHandedOver = EventData<typeof CompetencyRecordHandedOver>;
