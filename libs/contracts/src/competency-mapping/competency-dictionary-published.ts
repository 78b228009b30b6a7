import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { date, regionCode, text, uuid } from '../envelope/fields.js';
import { competencyCode, competencyLevel } from './terms.js';

const indicator = Type.Object({
  level: competencyLevel('Level that it shows'),
  text: text('Behaviour that can be observed (indikator perilaku)', 500),
});

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
    dictionaryId: uuid('This version of the dictionary'),
    dictionaryVersion: Type.Integer({ minimum: 1, description: 'Counts up per region; the highest one holds' }),
    title: text('Title', 300),
    legalBasis: text('Decree or regulation that it rests on', 300),
    validFrom: date('First day in force'),
    part: Type.Integer({ minimum: 1, description: 'Number of this part, from 1' }),
    parts: Type.Integer({ minimum: 1, description: 'How many parts this version has' }),
    competencies: Type.Array(
      Type.Object({
        code: competencyCode(),
        group: Type.Enum(['MANAGERIAL', 'SOCIO_CULTURAL', 'TECHNICAL'], {
          description: 'Managerial (manajerial), socio-cultural (sosial kultural) or technical (teknis)',
        }),
        field: Type.Union([Type.String({ minLength: 1, maxLength: 120 }), Type.Null()], {
          description: 'Field of government affairs (urusan) of a technical competency',
        }),
        nameId: text('Name, Indonesian', 200),
        nameEn: text('Name, English', 200),
        minLevel: competencyLevel('Lowest level'),
        maxLevel: competencyLevel('Highest level'),
        indicators: Type.Array(indicator, { maxItems: 60, description: 'Behaviours by level' }),
      }),
      { maxItems: 1000, description: 'Competencies of this part' },
    ),
  }),
});
export type CompetencyDictionaryPublished = EventData<typeof CompetencyDictionaryPublished>;
