import { Type } from 'typebox';
import { count, hundredths, text, uuid } from '../definition/fields.js';
import { competencyCode, competencyLevel, quarter, rupiah } from './terms.js';

/** One line of a plan (rencana pengembangan kompetensi): the seven fields of PP 11/2017 art. 207(3) and what it serves. No person in it. */
export const planLineFields = {
  lineId: uuid('The line, the same over all submissions of the plan'),
  agencyId: Type.Union([uuid('Agency whose people it is for; none: several'), Type.Null()]),
  competencyCode: competencyCode('(1) Competency to develop'),
  level: competencyLevel('Level to reach'),
  targetGroup: text('(2) Target: who, in words of the plan', 300),
  people: count('(2) Target: how many people'),
  form: Type.Enum(['EDUCATION', 'CLASSICAL', 'NON_CLASSICAL'], { description: '(3) Form (jenis) of development' }),
  pathCode: text('(3) Path (jalur): KL01 … NKL13, PEND', 10),
  organiser: text('(4) Organiser (penyelenggara)', 300),
  quarter: quarter('(5) Schedule: quarter of the year'),
  curriculumStandard: text("(6) Conformity with the steering agency's curriculum standard", 500),
  budget: rupiah('(7) Budget of the line'),
  hours: hundredths('Learning hours per person'),
  developmentTargetId: Type.Union([uuid('Development target that it serves'), Type.Null()]),
  urgency: Type.Integer({ minimum: 1, maximum: 5, description: 'Urgency: 1 can wait, 5 cannot' }),
};
