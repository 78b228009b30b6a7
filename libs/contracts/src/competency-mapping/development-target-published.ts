import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode } from '../definition/fields.js';
import { developmentTargetFields } from './development-target-fields.js';

export const DevelopmentTargetPublished = defineEvent({
  service: 'competency-mapping',
  name: 'development-target-published',
  version: 1,
  description:
    "A region told the federation of a node of its medium-term plan (RPJMD), so that programmes and plans of all regions can name what they serve; the twin of the region's own DevelopmentTargetRecorded.",
  subject: 'development target',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'development-targets',
    legalBasis: 'UU 25/2004 and Permendagri 86/2017: medium-term plans are public; UU 20/2023 art. 49',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({ region: regionCode('Region whose plan it is'), ...developmentTargetFields }),
});
export type DevelopmentTargetPublished = EventData<typeof DevelopmentTargetPublished>;
