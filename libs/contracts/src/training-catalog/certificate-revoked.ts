import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const CertificateRevoked = defineEvent({
  service: 'training-catalog',
  name: 'certificate-revoked',
  version: 1,
  description: 'A certificate no longer holds: it was withdrawn, or replaced by a new one.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    certificateId: uuid('The certificate'),
    number: text('Its number', 200),
    completionId: uuid('The completion that it proved'),
    employeeId: uuid('Whose it was'),
    revokedOn: date('From this day on it no longer holds'),
    cause: Type.Enum(['REVOKED', 'REPLACED'], { description: 'Withdrawn, or replaced by a new certificate' }),
    reason: text('Why'),
  }),
});
export type CertificateRevoked = EventData<typeof CertificateRevoked>;
