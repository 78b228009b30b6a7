import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, instant, uuid } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { competencyCode, statement, totalsSharing } from './terms.js';

export const CompetencyGapStated = defineEvent({
  service: 'competency-mapping',
  name: 'competency-gap-stated',
  version: 1,
  description:
    'A region stated the competency gaps (kesenjangan kompetensi) of one agency; the newest statement replaces the one before. Agencies under five people are merged into the rest (agencyId null).',
  subject: 'agency',
  retention: 'years-10',
  sharing: totalsSharing('competency-totals'),
  data: Type.Object({
    agencyId: Type.Union([uuid('Agency'), Type.Null()]),
    statement: statement('agency'),
    asOf: instant('When the totals were true'),
    dictionaryVersion: Type.Integer({ minimum: 1, description: 'Version of the dictionary that the codes are of' }),
    people: count('People in service'),
    withStandard: count('People whose position has a standard (standar kompetensi jabatan)'),
    assessed: count('People with at least one level that holds'),
    jobPersonMatch: Type.Object(
      {
        upper: count('At least the upper edge of the category table (MS, optimal)'),
        middle: count('Between the edges'),
        lower: count('Under the lower edge (KMS, kurang optimal)'),
      },
      { description: 'People per category of the job person match (JPM), by the table for mapping' },
    ),
    competencies: Type.Array(
      Type.Object({
        competencyCode: competencyCode(),
        required: count('People whose standard asks for it'),
        assessed: count('Of these, people with a level that holds'),
        withGap: count('Of these, people under the level asked for'),
        deficit: count('Sum of missing levels'),
      }),
      { maxItems: 1000, description: 'One row a competency that some standard asks for' },
    ),
  }),
});
export type CompetencyGapStated = EventData<typeof CompetencyGapStated>;

/** The same for the region's own reports. */
export const CompetencyGapStatedAtHome = atHome(CompetencyGapStated);
