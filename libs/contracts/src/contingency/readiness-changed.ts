import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, instant } from '../definition/fields.js';
import { basisPoints, componentScores, hazardCode, planId, readinessBand } from './terms.js';

/** What made readiness change. */
export const READINESS_TRIGGERS = [
  'PERSON_CHANGED',
  'PERSON_LEFT',
  'COMPETENCY_CHANGED',
  'EXPIRED',
  'PLAN_CHANGED',
  'ROLES_CHANGED',
  'RESOURCES_CHANGED',
  'PARTNERS_CHANGED',
  'DRILL_CHANGED',
  'CONTINUITY_CHANGED',
  'CONDITION_RECORDED',
  'EMERGENCY_CHANGED',
  'RULES_CHANGED',
] as const;
export type ReadinessTrigger = (typeof READINESS_TRIGGERS)[number];

export const ReadinessChanged = defineEvent({
  service: 'contingency',
  name: 'readiness-changed',
  version: 1,
  description:
    'Readiness of a contingency plan (kesiapan rencana kontingensi) fell or rose: a person moved, a competency expired or was gained, goods, partners, drills or the plan itself changed.',
  subject: 'contingency plan',
  retention: 'years-10',
  data: Type.Object({
    planId: planId(),
    hazardCode: hazardCode(),
    figure: basisPoints('Readiness now'),
    previousFigure: Type.Union([basisPoints('Readiness before'), Type.Null()]),
    band: readinessBand(),
    components: componentScores(),
    trigger: Type.Enum([...READINESS_TRIGGERS], { description: 'What made it change' }),
    asOf: instant('When it was computed'),
    nextChangeOn: Type.Union([date('First day on which something that counts today expires'), Type.Null()]),
  }),
});
export type ReadinessChanged = EventData<typeof ReadinessChanged>;
