import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, hundredths, instant, text, uuid, year } from '../definition/fields.js';

export const YearRecomputed = defineEvent({
  service: 'learning-hours',
  name: 'year-recomputed',
  version: 1,
  description:
    'A change of rules was applied to the entries of a year, each by a reversal and a new entry; stated once, at its end.',
  subject: 'recalculation',
  retention: 'years-10',
  data: Type.Object({
    recalculationId: uuid('The recalculation'),
    proposalId: Type.Union([uuid('The proposal of a rule that was approved'), Type.Null()]),
    year: year('Calendar year'),
    cause: text('Version of the rule that was applied', 60),
    people: count('People whose hours changed'),
    entries: count('Entries that were taken back and entered anew'),
    delta: hundredths('Change of all counted hours'),
    finishedAt: instant('When the last entry was written'),
  }),
});
export type YearRecomputed = EventData<typeof YearRecomputed>;
