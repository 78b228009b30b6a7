import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';

export const CertificateCorrectionsHandedOver = defineEvent({
  service: 'learning-hours',
  name: 'certificate-corrections-handed-over',
  version: 1,
  description:
    'Certificates of a person who moved (mutasi) were issued anew: by which number the entries of the handed-over record are proven since.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'transfer',
    legalBasis: 'UU 20/2023 art. 49 (learning connected across agencies); UU 27/2022 art. 20: public task',
    personalData: 'encrypted',
    consent: 'always',
  },
  data: Type.Object({
    transferId: uuid('The transfer (mutasi)'),
    formerEmployeeId: uuid('The person, as the former region names it'),
    corrections: Type.Array(
      Type.Object({
        certificateId: uuid('The new certificate'),
        completionId: uuid('The completion that it proves, as the region that first booked it named it'),
        formerCompletionId: Type.Union([uuid('The completion that was revoked by mistake'), Type.Null()]),
        number: text('Number of the new certificate', 200),
        replacedNumber: text('Number of the one in whose place it was issued', 200),
        cause: Type.Enum(['REPLACED', 'RESTORED'], {
          description: 'The old one held until then, or had been revoked by mistake',
        }),
        reason: text('Why'),
        issuedOn: date('Day of issue'),
        issuedByRegion: regionCode('The region that issued it'),
      }),
      { minItems: 1, maxItems: 200, description: 'In the order of their issue: of one completion the last one holds' },
    ),
  }),
});
export type CertificateCorrectionsHandedOver = EventData<typeof CertificateCorrectionsHandedOver>;
