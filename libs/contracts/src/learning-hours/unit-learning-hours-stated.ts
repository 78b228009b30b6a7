import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, employmentStatus, hundredths, instant, uuid, year } from '../definition/fields.js';

export const UnitLearningHoursStated = defineEvent({
  service: 'learning-hours',
  name: 'unit-learning-hours-stated',
  version: 1,
  description:
    'A region stated the learning-hour totals of one agency, status and year; the newest statement replaces the one before. Agencies under five people are merged into the rest (agencyId null).',
  subject: 'agency, status and year',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'fulfilment-totals',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    agencyId: Type.Union([uuid('Agency'), Type.Null()]),
    employmentStatus: employmentStatus(),
    year: year('Calendar year'),
    statement: Type.Integer({
      minimum: 1,
      description: 'Counts up per agency, status and year; a lower one than known is older',
    }),
    asOf: instant('When the totals were true'),
    people: count('People in service'),
    bands: Type.Object(
      {
        none: count('People without counted hours'),
        started: count('Some hours, under half of the duty'),
        halfway: count('At least half of the duty'),
        fulfilled: count('At least the whole duty'),
      },
      { description: 'People per band of fulfilment' },
    ),
    withheld: Type.Optional(
      Type.Boolean({
        description:
          'True on the rest: fewer than five people have this status in the whole region, and no figure of the region counts them',
      }),
    ),
    counted: hundredths('Sum of counted hours'),
    byMonth: Type.Array(Type.Integer({ minimum: 0 }), {
      minItems: 12,
      maxItems: 12,
      description: 'Counted hours by month of completion, January first (hundredths of a JP)',
    }),
  }),
});
export type UnitLearningHoursStated = EventData<typeof UnitLearningHoursStated>;
