import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';
import { competenciesAtLevels } from './programme-content.js';
import { deliveryMode } from './session-state.js';

/** A certificate of a guest, as the region vouches for it that issued it. */
const issuedCertificate = Type.Object({
  certificateId: uuid('The certificate'),
  issuedOn: date('Day of issue'),
  expiresOn: Type.Union([date('Last day on which it holds'), Type.Null()]),
  verificationUrl: text('The public page by which anyone verifies it', 500),
  standing: Type.Optional(
    Type.Enum(['VALID', 'REVOKED'], { description: 'How it stands; absent: as the outcome says' }),
  ),
  endedOn: Type.Optional(Type.Union([date('From this day on it no longer holds'), Type.Null()])),
  endedReason: Type.Optional(Type.Union([text('Why it no longer holds'), Type.Null()])),
  replacesId: Type.Optional(Type.Union([uuid('The certificate that it replaces'), Type.Null()])),
});

/** One that was issued anew since: the newer one took its place. */
const replacedCertificate = Type.Object({
  certificateId: uuid('The certificate'),
  number: text('Its number', 200),
  issuedOn: date('Day of issue'),
  expiresOn: Type.Union([date('Last day on which it held'), Type.Null()]),
  verificationUrl: text('The public page by which anyone verifies it', 500),
  endedOn: date('From this day on it no longer holds'),
  endedReason: text('Why it was issued anew'),
});

export const CompletionReported = defineEvent({
  service: 'training-catalog',
  name: 'completion-reported',
  version: 1,
  description:
    'The region that held a session told the home region of a learner what became of the enrolment: passed, or not and why.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    enrolmentId: uuid('The enrolment, by which the home region knows the learner'),
    completionId: uuid('The completion, the same in both regions; only one is ever recorded for it'),
    sessionId: uuid('The session'),
    programmeId: uuid('The programme'),
    outcome: Type.Enum(['PASSED', 'NOT_PASSED', 'REVOKED'], { description: 'REVOKED takes back an earlier PASSED' }),
    reason: Type.Union([text('Why it was not passed, or was taken back'), Type.Null()]),
    title: text('Title of the training', 300),
    organiser: text('Organiser (penyelenggara)', 300),
    pathCode: text('Path of development (jalur): KL01 … NKL13, PEND', 10),
    scope: Type.Enum(['NATIONAL', 'INTERNATIONAL'], { description: 'International trainings convert to more hours' }),
    quantityHundredths: Type.Integer({
      minimum: 1,
      maximum: 10_000_000,
      description: 'How much, in hundredths of the unit that the path counts in',
    }),
    startedOn: date('First day'),
    completedOn: date('Last day'),
    certificateNumber: Type.Union([Type.String({ maxLength: 200 }), Type.Null()], {
      description: 'Number on the certificate (nomor sertifikat)',
    }),
    competencies: competenciesAtLevels('Competencies that the training develops, with levels'),
    developmentTargetId: Type.Union([uuid('Development target that the programme serves'), Type.Null()]),
    delivery: deliveryMode(),
    certificate: Type.Optional(
      Type.Union([issuedCertificate, Type.Null()], {
        description: 'The certificate that proves it; reported anew when another one took its place',
      }),
    ),
    replacedCertificates: Type.Optional(
      Type.Array(replacedCertificate, { maxItems: 50, description: 'Its earlier certificates, oldest first' }),
    ),
  }),
});
export type CompletionReported = EventData<typeof CompletionReported>;
