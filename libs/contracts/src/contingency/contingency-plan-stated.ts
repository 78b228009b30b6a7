import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, instant, text, uuid } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { emergencyLevel, hazardCode, planId, statement, toProvince } from './terms.js';

export const ContingencyPlanStated = defineEvent({
  service: 'contingency',
  name: 'contingency-plan-stated',
  version: 1,
  description:
    'A region stated the state of one contingency plan (RENKON): its version in force, decree, validity, reviews and activation; the newest statement replaces the one before.',
  subject: 'contingency plan',
  retention: 'years-10',
  sharing: toProvince,
  data: Type.Object({
    planId: planId(),
    hazardId: uuid('The hazard that it is for'),
    hazardCode: hazardCode(),
    title: text('Title', 300),
    statement: statement(),
    asOf: instant('When it was true'),
    state: Type.Enum(['DRAFT', 'IN_FORCE', 'EXPIRED', 'WITHDRAWN'], {
      description: 'No version in force yet, one in force, the last one expired, or no longer kept',
    }),
    version: Type.Union([Type.Integer({ minimum: 1, description: 'Version in force' }), Type.Null()]),
    decreeNumber: Type.Union([text('Number of the decree (nomor surat keputusan)', 120), Type.Null()]),
    decreeOn: Type.Union([date('Day of the decree'), Type.Null()]),
    validUntil: Type.Union([date('Last day in force'), Type.Null()]),
    reviewDueOn: Type.Union([date('Day by which it must be reviewed'), Type.Null()]),
    openReviews: count('Reviews asked for and not done'),
    templateId: Type.Union([uuid('Template that it was adapted from'), Type.Null()]),
    activationLevel: Type.Union([emergencyLevel(), Type.Null()]),
    lastDrillOn: Type.Union([date('Day of the last drill held'), Type.Null()]),
    resourceNeeds: count('Lines of need for resources'),
    resourceGaps: count('Lines of need that are not covered'),
  }),
});
export type ContingencyPlanStated = EventData<typeof ContingencyPlanStated>;

/** The same for the region's own reports. */
export const ContingencyPlanStatedAtHome = atHome(ContingencyPlanStated);
