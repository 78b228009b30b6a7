import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';

export const CertificateReissued = defineEvent({
  service: 'training-catalog',
  name: 'certificate-reissued',
  version: 1,
  description:
    'A certificate was issued anew under another number, by this region or by the one that held the training: in the place of one that held until then, or because another one was revoked by mistake.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    certificateId: uuid('The new certificate'),
    number: text('Its number', 200),
    replacesId: uuid('The certificate in whose place it was issued'),
    replacedNumber: text('Number of that one', 200),
    completionId: uuid('The completion that the new certificate proves'),
    formerCompletionId: Type.Union([uuid('The completion that was revoked by mistake'), Type.Null()], {
      description:
        'Null where the completion stayed the same (REPLACED); else the one that was revoked, of which completionId is the successor: TrainingCompleted has told that one before',
    }),
    employeeId: uuid('Whose it is'),
    issuedOn: date('Day of issue'),
    cause: Type.Enum(['REPLACED', 'RESTORED'], {
      description: 'The old one held until now, or had been revoked by mistake and stays revoked',
    }),
    reason: text('Why'),
    issuedByRegion: Type.Optional(regionCode('Region that issued it, when it was another one')),
  }),
});
export type CertificateReissued = EventData<typeof CertificateReissued>;
