import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const CertificateIssued = defineEvent({
  service: 'training-catalog',
  name: 'certificate-issued',
  version: 1,
  description: 'A certificate (sertifikat, STTPP) was issued, or issued anew in the place of another one.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    certificateId: uuid('The certificate'),
    number: text('Number, without gaps or doubles within region and year', 200),
    completionId: uuid('The completion that it proves'),
    employeeId: uuid('Whose it is'),
    programmeId: Type.Union([uuid('The programme'), Type.Null()]),
    title: text('Title of the training', 300),
    organiser: text('Organiser (penyelenggara)', 300),
    completedOn: date('Last day of the training'),
    issuedOn: date('Day of issue'),
    expiresOn: Type.Union([date('Last day on which it holds'), Type.Null()]),
    replacesId: Type.Union([uuid('The certificate that it replaces'), Type.Null()]),
  }),
});
export type CertificateIssued = EventData<typeof CertificateIssued>;
