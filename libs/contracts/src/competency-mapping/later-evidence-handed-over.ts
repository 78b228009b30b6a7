import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { handedOverEvidence } from './competency-record-handed-over.js';

export const LaterEvidenceHandedOver = defineEvent({
  service: 'competency-mapping',
  name: 'later-evidence-handed-over',
  version: 1,
  description:
    'After a person moved (mutasi) the former region still got evidence of competencies, by an assessment or a training that went on, or revoked some. Encrypted for the receiver.',
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
    changes: Type.Array(
      Type.Object({
        evidence: Type.Object(handedOverEvidence.properties, {
          description: 'The evidence as the region that hands over keeps it',
        }),
        revoked: Type.Boolean({ description: 'True: it no longer holds, and never will again' }),
        reason: Type.Union([text('Why it was revoked'), Type.Null()]),
      }),
      { minItems: 1, maxItems: 300, description: 'Evidence (bukti) that is new or was revoked since' },
    ),
  }),
});
export type LaterEvidenceHandedOver = EventData<typeof LaterEvidenceHandedOver>;
