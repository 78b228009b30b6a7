import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, instant, text, uuid } from '../definition/fields.js';
import { hazardCode, statement, toProvince } from './terms.js';

export const HazardStated = defineEvent({
  service: 'contingency',
  name: 'hazard-stated',
  version: 1,
  description:
    'A region stated one hazard (ancaman) of its risk profile: probability, damage, source, and whether a plan covers it; the newest statement replaces the one before.',
  subject: 'hazard',
  retention: 'years-10',
  sharing: toProvince,
  data: Type.Object({
    hazardId: uuid('The hazard of this region'),
    hazardCode: hazardCode(),
    name: text('Name of the kind of hazard', 200),
    statement: statement(),
    asOf: instant('When it was true'),
    probability: Type.Integer({ minimum: 1, maximum: 5, description: 'Probability (P), 1-5' }),
    damage: Type.Integer({ minimum: 1, maximum: 5, description: 'Damage (D), 1-5' }),
    source: text('Where the assessment comes from', 300),
    assessedOn: date('Day of the assessment'),
    highestRisk: Type.Boolean({ description: 'No other hazard of the region has a higher risk' }),
    planNeeded: Type.Boolean({ description: 'The rules ask for a plan' }),
    coverage: Type.Enum(['COVERED', 'IN_PREPARATION', 'EXPIRED', 'NONE'], {
      description: 'A plan in force, one being written, one that expired, or none',
    }),
    withdrawn: Type.Boolean({ description: 'No longer part of the profile' }),
  }),
});
export type HazardStated = EventData<typeof HazardStated>;
