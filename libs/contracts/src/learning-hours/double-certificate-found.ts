import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, uuid } from '../definition/fields.js';
import { certificateFingerprint } from './certificate-fingerprint-stated.js';

export const DoubleCertificateFound = defineEvent({
  service: 'learning-hours',
  name: 'double-certificate-found',
  version: 1,
  description:
    'The province tells a region that another region states the same certificate; the two then settle it between themselves.',
  subject: 'hit',
  retention: 'years-2',
  sharing: {
    audience: 'directed',
    purpose: 'certificate-doubles',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    hitId: uuid('The hit, the same for both regions'),
    fingerprint: certificateFingerprint('The certificate'),
    otherRegion: regionCode('The other region'),
    asks: Type.Boolean({ description: 'True for the region that asks the other one; the other one waits to be asked' }),
  }),
});
export type DoubleCertificateFound = EventData<typeof DoubleCertificateFound>;
