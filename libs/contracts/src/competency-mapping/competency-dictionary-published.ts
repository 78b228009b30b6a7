import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode } from '../definition/fields.js';
import { dictionaryFields } from './competency-dictionary-fields.js';

export const CompetencyDictionaryPublished = defineEvent({
  service: 'competency-mapping',
  name: 'competency-dictionary-published',
  version: 1,
  description:
    'A region published a version of its competency dictionary (kamus kompetensi), in one or more parts; a version holds once all its parts are there.',
  subject: 'dictionary version',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'reference-codes',
    legalBasis: 'PermenPANRB 38/2017; Perpres 39/2019 (Satu Data Indonesia): shared reference codes',
    personalData: 'none',
    consent: 'always',
  },
  data: Type.Object({
    region: regionCode('Region whose dictionary it is'),
    ...dictionaryFields,
  }),
});
export type CompetencyDictionaryPublished = EventData<typeof CompetencyDictionaryPublished>;
