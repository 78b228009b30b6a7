import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
import { certificateFingerprint } from './certificate-fingerprint-stated.js';

/** A use of a certificate as the two regions compare it. The digest names no holder at a glance; the other region, which has its nonce, could try numbers out (ADR 17). */
export const certificateUse = Type.Object({
  holder: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description:
      'SHA-256 of the nonce of the question and the employee number: tells whether two holders are one person',
  }),
  title: text('Title of the training', 300),
  completedOn: date('Last day of the training'),
});

export const DoubleCertificateAsked = defineEvent({
  service: 'learning-hours',
  name: 'double-certificate-asked',
  version: 1,
  description: 'A region asks another whether a certificate that both state belongs to one person or to two.',
  subject: 'hit',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'certificate-doubles',
    legalBasis: 'UU 27/2022 art. 20: public task; PP 11/2017 jo. PP 17/2020 art. 203',
    personalData: 'encrypted',
    consent: 'opt-in',
  },
  data: Type.Object({
    hitId: uuid('The hit'),
    fingerprint: certificateFingerprint('The certificate'),
    nonce: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Salt of the digests in question and answer' }),
    uses: Type.Array(certificateUse, {
      minItems: 1,
      maxItems: 50,
      description: 'Uses of the certificate in the asking region',
    }),
  }),
});
export type DoubleCertificateAsked = EventData<typeof DoubleCertificateAsked>;
