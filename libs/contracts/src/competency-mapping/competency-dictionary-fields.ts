import { Type } from 'typebox';
import { date, text, uuid } from '../definition/fields.js';
import { competencyCode, competencyLevel } from './terms.js';

const indicator = Type.Object({
  level: competencyLevel('Level that it shows'),
  text: text('Behaviour that can be observed (indikator perilaku)', 500),
});

/** One part of a version of a competency dictionary (kamus kompetensi), as it is told at home and to the federation. */
export const dictionaryFields = {
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
};
