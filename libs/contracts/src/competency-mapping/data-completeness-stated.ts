import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, instant, uuid } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { statement, totalsSharing } from './terms.js';

/** Data sets whose completeness is counted per agency. */
export const COMPLETENESS_DATASETS = [
  'JOB_STANDARD',
  'ASSESSMENT',
  'PERFORMANCE',
  'INDIVIDUAL_PLAN',
  'NEEDS_INVENTORY',
] as const;
export type CompletenessDataset = (typeof COMPLETENESS_DATASETS)[number];

export const DataCompletenessStated = defineEvent({
  service: 'competency-mapping',
  name: 'data-completeness-stated',
  version: 1,
  description:
    'A region stated who has filled in what: per agency and data set, how many people it is complete for (kelengkapan data). Agencies under five people are merged into the rest (agencyId null).',
  subject: 'agency',
  retention: 'years-10',
  sharing: totalsSharing('completeness'),
  data: Type.Object({
    agencyId: Type.Union([uuid('Agency'), Type.Null()]),
    statement: statement('agency'),
    asOf: instant('When the totals were true'),
    people: count('People in service'),
    datasets: Type.Array(
      Type.Object({
        dataset: Type.Enum([...COMPLETENESS_DATASETS], { description: 'Data set' }),
        expected: count('People that it should be there for'),
        filled: count('People that it is there for'),
        lastFilledAt: Type.Union([instant('When something was filled in last'), Type.Null()]),
      }),
      { maxItems: 20, description: 'One row a data set' },
    ),
  }),
});
export type DataCompletenessStated = EventData<typeof DataCompletenessStated>;

/** The same for the region's own reports. */
export const DataCompletenessStatedAtHome = atHome(DataCompletenessStated);
