import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';
import { developedCompetency } from './session-state.js';

export const CertificatesHandedOver = defineEvent({
  service: 'training-catalog',
  name: 'certificates-handed-over',
  version: 1,
  description:
    'The certificates of a person who moved (mutasi) are handed over to the new region, in parts, and later what became of them or was issued since; the region that issued one goes on to vouch for it.',
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
    part: Type.Integer({ minimum: 1, description: 'Number of this part' }),
    parts: Type.Integer({ minimum: 1, maximum: 1000, description: 'Number of all parts' }),
    certificates: Type.Array(
      Type.Object({
        certificateId: uuid('The certificate, as its region names it'),
        originRegion: regionCode('The region that issued it'),
        number: text('Its number', 200),
        completionId: uuid('The completion that it proves, as that region names it'),
        title: text('Title of the training', 300),
        organiser: text('Organiser (penyelenggara)', 300),
        pathCode: text('Path of development (jalur)', 10),
        quantityHundredths: Type.Integer({ minimum: 1, description: 'Hundredths of the unit of the path' }),
        startedOn: date('First day'),
        completedOn: date('Last day'),
        issuedOn: date('Day of issue'),
        expiresOn: Type.Union([date('Last day on which it holds'), Type.Null()]),
        verificationUrl: text('The public page by which anyone verifies it', 500),
        competencies: Type.Array(developedCompetency, { maxItems: 50, description: 'Competencies that it stands for' }),
        standing: Type.Optional(
          Type.Enum(['VALID', 'REVOKED', 'REPLACED'], {
            description: 'How it stands; absent: valid. One that ended never holds again, whatever is told later',
          }),
        ),
        endedOn: Type.Optional(Type.Union([date('From this day on it no longer holds'), Type.Null()])),
        endedReason: Type.Optional(Type.Union([text('Why it no longer holds'), Type.Null()])),
        programmeId: Type.Optional(Type.Union([uuid('The programme, the same in every region'), Type.Null()])),
        replacesId: Type.Optional(Type.Union([uuid('The certificate that it replaces'), Type.Null()])),
      }),
      {
        maxItems: 200,
        description:
          'Certificates, oldest first: the valid ones with the transfer, later what was issued or ended since',
      },
    ),
  }),
});
export type CertificatesHandedOver = EventData<typeof CertificatesHandedOver>;
