import { Type } from 'typebox';
import { count, date, text, uuid } from '../definition/fields.js';

export const SESSION_KINDS = ['TRAINING', 'NEEDS_FORUM', 'PUBLIC_LECTURE'] as const;

const DELIVERY = ['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'] as const;

export const sessionKind = () =>
  Type.Enum([...SESSION_KINDS], {
    description: 'Training, forum of needs evaluation (forum evaluasi kebutuhan) or public lecture (kuliah umum)',
  });
export const deliveryMode = () => Type.Enum([...DELIVERY], { description: 'Mode of delivery' });

/** A competency that a training develops, and the level it leads to; null where the programme names none. */
export const developedCompetency = Type.Object({
  code: text('Competency', 20),
  level: Type.Union([Type.Integer({ minimum: 1, maximum: 5, description: 'Level that it leads to' }), Type.Null()]),
});

/** The present of a session (angkatan) as other services of the same region need it. */
export const sessionState = {
  sessionId: uuid('The session, the same in every region'),
  revision: Type.Integer({ minimum: 1, description: 'Counts up with each change; the highest one holds' }),
  programmeId: Type.Union([uuid('Its programme; null for a forum or lecture of no programme'), Type.Null()]),
  programmeVersion: Type.Union([Type.Integer({ minimum: 1, description: 'Version of the programme' }), Type.Null()]),
  proposalId: Type.Union([uuid('The proposal of a joint session that it answers'), Type.Null()]),
  kind: sessionKind(),
  title: text('Title', 300),
  cohort: Type.Integer({ minimum: 1, description: 'Number of the cohort (angkatan ke-) within programme and year' }),
  startsOn: date('First day'),
  endsOn: date('Last day'),
  delivery: deliveryMode(),
  capacity: count('Seats'),
  organiser: text('Organiser (penyelenggara)', 300),
  pathCode: Type.Union([text('Path of development (jalur)', 10), Type.Null()], {
    description: 'Path of development; null where nothing is recorded as learning',
  }),
  quantityHundredths: Type.Union([Type.Integer({ minimum: 1, maximum: 10_000_000 }), Type.Null()], {
    description: 'How much completing it is worth, in hundredths of the unit that the path counts in',
  }),
  competencies: Type.Array(developedCompetency, { maxItems: 50, description: 'Competencies that it develops' }),
  developmentTargetId: Type.Union([uuid('Development target that it serves'), Type.Null()]),
  targetGroup: Type.Union([text('Whom it is for', 300), Type.Null()]),
  enrolUntil: Type.Union([date('Last day to enrol'), Type.Null()]),
};
