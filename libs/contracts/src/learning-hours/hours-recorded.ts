import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { employmentStatus, hundredths, month, text, uuid, year } from '../definition/fields.js';

/** One entry of the ledger, as other services of the region read it; a reversal is an entry with negative hours. */
export const hoursEntry = Type.Object({
  entryId: uuid('The ledger entry'),
  reversesEntryId: Type.Union([uuid('The entry that this one takes back'), Type.Null()]),
  completionId: uuid('The completion it comes from'),
  employeeId: uuid('Whose hours'),
  agencyId: Type.Union([uuid('Agency at the time of recording; null while the person is unknown here'), Type.Null()]),
  employmentStatus: Type.Union([employmentStatus(), Type.Null()]),
  year: year('Calendar year in which they count'),
  month: month('Month of completion'),
  pathCode: text('Path of development (jalur)', 10),
  earned: hundredths('By the conversion rule, before caps'),
  counted: hundredths('After caps per day, month and activity'),
  ruleVersion: text('Version of the conversion rules that gave these figures', 40),
  source: Type.Optional(
    Type.Enum(['TRAINING', 'CLAIM', 'SIASN', 'DRILL', 'TRANSFER'], {
      description:
        'Where the hours come from: a completion of the catalogue (also when absent), a claim with evidence, a course record of SIASN, a drill, a former region',
    }),
  ),
  reason: Type.Optional(
    Type.Enum(['COMPLETED', 'REVOKED', 'RECOUNTED', 'RULE_CHANGED', 'DOUBLE'], {
      description: 'Why the line was written; a reversal has the reason of what followed it',
    }),
  ),
});

export const HoursRecorded = defineEvent({
  service: 'learning-hours',
  name: 'hours-recorded',
  version: 1,
  description: 'Learning hours (JP) were entered in the ledger, or an entry was reversed.',
  subject: 'employee',
  retention: 'years-10',
  data: hoursEntry,
});
export type HoursRecorded = EventData<typeof HoursRecorded>;
