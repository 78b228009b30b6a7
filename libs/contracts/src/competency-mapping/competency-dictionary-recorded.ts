import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { dictionaryFields } from './competency-dictionary-fields.js';

export const CompetencyDictionaryRecorded = defineEvent({
  service: 'competency-mapping',
  name: 'competency-dictionary-recorded',
  version: 1,
  description:
    "A version of the region's own competency dictionary (kamus kompetensi) holds from now on, in one or more parts; it is whole once all its parts are there. Told at home, so that the region's services know it without a hub.",
  subject: 'dictionary version',
  retention: 'years-10',
  data: Type.Object(dictionaryFields),
});
export type CompetencyDictionaryRecorded = EventData<typeof CompetencyDictionaryRecorded>;
