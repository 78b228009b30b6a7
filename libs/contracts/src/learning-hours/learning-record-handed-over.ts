import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, hundredths, month, regionCode, text, uuid, year } from '../definition/fields.js';

/** Room under a cap that an entry took, so that the new region goes on with what is left of it. */
const capTaken = Type.Object({
  period: Type.Enum(['DAY', 'MONTH', 'YEAR'], { description: 'Kind of period' }),
  hundredths: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'Most hours a period (hundredths of a JP)',
  }),
  activities: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'Most activities a period, in hundredths',
  }),
  uses: Type.Array(
    Type.Object({
      period: text('`2026-03-01`, `2026-03` or `2026`', 10),
      hundredths: Type.Integer({ minimum: 0, description: 'Hours that count in it (hundredths of a JP)' }),
      activities: Type.Integer({ minimum: 0, description: 'Activities that count in it, in hundredths' }),
    }),
    { maxItems: 366, description: 'Room taken, by period' },
  ),
});

/** An entry in force as its former region counts it. */
export const handedOverEntry = Type.Object({
  completionId: uuid('The completion, as the region that first booked it named it'),
  originRegion: regionCode('The region that first booked it'),
  title: text('Title of the training', 300),
  organiser: text('Organiser (penyelenggara)', 300),
  pathCode: text('Path of development (jalur)', 10),
  scope: Type.Enum(['NATIONAL', 'INTERNATIONAL'], { description: 'Scope' }),
  unit: Type.Enum(['PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY', 'SEMESTER'], {
    description: 'What the path is counted in',
  }),
  quantityHundredths: Type.Integer({ minimum: 0, description: 'Hundredths of the unit' }),
  startedOn: date('First day'),
  completedOn: date('Last day'),
  year: year('Calendar year in which it counts'),
  month: month('Month of completion'),
  earned: hundredths('By the rule, before caps'),
  counted: hundredths('After caps'),
  ruleVersion: text('Version of the rule by which it was counted', 60),
  cap: Type.Union([capTaken, Type.Null()], {
    description: 'Room under a cap that the entry takes; null where its rule has none',
  }),
  certificateNumber: Type.Union([Type.String({ maxLength: 200 }), Type.Null()], {
    description: 'Number on the certificate',
  }),
  source: text('Where the hours came from', 20),
  originEventId: Type.Optional(text('The event by which the region that first booked it learned of it', 100)),
});

export const LearningRecordHandedOver = defineEvent({
  service: 'learning-hours',
  name: 'learning-record-handed-over',
  version: 1,
  description:
    'The learning hours of a person who moved (mutasi) are handed over to the new region, in parts; nothing is counted anew there.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'transfer',
    legalBasis: 'UU 20/2023 art. 49 (learning connected across agencies); UU 27/2022 art. 20: public task',
    personalData: 'encrypted',
    consent: 'always',
  },
  data: Type.Object({
    transferId: uuid('The transfer (mutasi)'),
    formerEmployeeId: uuid('The person, as the former region names it'),
    part: Type.Integer({ minimum: 1, description: 'Number of this part' }),
    parts: Type.Integer({ minimum: 1, maximum: 1000, description: 'Number of all parts' }),
    entries: Type.Array(handedOverEntry, { maxItems: 200, description: 'Entries in force, oldest first' }),
    counted: hundredths('Sum of the counted hours of all parts'),
  }),
});
export type LearningRecordHandedOver = EventData<typeof LearningRecordHandedOver>;
