import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';
import { certificateFingerprint } from './certificate-fingerprint-stated.js';
import { certificateUse } from './double-certificate-asked.js';

export const DoubleCertificateAnswered = defineEvent({
  service: 'learning-hours',
  name: 'double-certificate-answered',
  version: 1,
  description:
    'A region answers whose certificate it is that two regions state: one person, two persons, or no longer in use.',
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
    outcome: Type.Enum(['SAME_PERSON', 'DIFFERENT_PERSONS', 'NOT_IN_USE'], {
      description:
        'One person has hours for it in both regions, two persons have, or the answering region has none any more',
    }),
    uses: Type.Array(certificateUse, { maxItems: 50, description: 'Uses of the certificate in the answering region' }),
  }),
});
export type DoubleCertificateAnswered = EventData<typeof DoubleCertificateAnswered>;
