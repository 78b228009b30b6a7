import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, instant, text, uuid, year } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { statement, totalsSharing } from './terms.js';

export const TalentBoxesStated = defineEvent({
  service: 'competency-mapping',
  name: 'talent-boxes-stated',
  version: 1,
  description:
    'A region stated how many of its people stand in each of the nine talent boxes (kotak manajemen talenta); counts under five are withheld, agencies under five people are merged into the rest (agencyId null).',
  subject: 'agency and year',
  retention: 'years-10',
  sharing: totalsSharing('talent-totals'),
  data: Type.Object({
    agencyId: Type.Union([uuid('Agency'), Type.Null()]),
    year: year('Year of the appraisals'),
    statement: statement('agency and year'),
    asOf: instant('When the snapshot was taken'),
    thresholds: text('Version of the thresholds that the boxes follow from', 60),
    people: count('People with both figures'),
    boxes: Type.Array(
      Type.Object({
        box: Type.Integer({
          minimum: 1,
          maximum: 9,
          description: 'Box by PermenPANRB 3/2020 as numbered in the table',
        }),
        people: Type.Union([count('People'), Type.Null()], { description: 'People; none: withheld, under five' }),
      }),
      { minItems: 9, maxItems: 9, description: 'All nine boxes' },
    ),
  }),
});
export type TalentBoxesStated = EventData<typeof TalentBoxesStated>;

/** The same for the region's own reports. */
export const TalentBoxesStatedAtHome = atHome(TalentBoxesStated);
