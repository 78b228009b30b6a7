import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, instant } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { basisPoints, componentScores, hazardCode, planId, readinessBand, statement, toProvince } from './terms.js';

export const ReadinessStated = defineEvent({
  service: 'contingency',
  name: 'readiness-stated',
  version: 1,
  description:
    'A region stated the readiness of one contingency plan as a figure with its components, without persons; the newest statement replaces the one before.',
  subject: 'contingency plan',
  retention: 'years-10',
  sharing: toProvince,
  data: Type.Object({
    planId: planId(),
    hazardCode: hazardCode(),
    statement: statement(),
    asOf: instant('When it was computed'),
    figure: basisPoints('Readiness'),
    band: readinessBand(),
    components: componentScores(),
    nextChangeOn: Type.Union([date('First day on which something that counts today expires'), Type.Null()]),
    nextFigure: Type.Union([basisPoints('Readiness from that day on if nothing is done'), Type.Null()]),
    lastDrillOn: Type.Union([date('Day of the last drill held'), Type.Null()]),
    withdrawn: Type.Boolean({ description: 'The plan is no longer kept' }),
  }),
});
export type ReadinessStated = EventData<typeof ReadinessStated>;

/** The same for the region's own reports. */
export const ReadinessStatedAtHome = atHome(ReadinessStated);
