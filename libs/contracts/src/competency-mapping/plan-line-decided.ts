import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, regionCode, text, uuid, year } from '../definition/fields.js';
import { competencyCode, competencyLevel, quarter } from './terms.js';

/** What became of a line. */
export const PLAN_LINE_OUTCOMES = ['RECEIVED', 'JOINED', 'SESSION_OPENED', 'OWN', 'DEFERRED', 'DECLINED'] as const;
export type PlanLineOutcome = (typeof PLAN_LINE_OUTCOMES)[number];

export const PlanLineDecided = defineEvent({
  service: 'competency-mapping',
  name: 'plan-line-decided',
  version: 1,
  description:
    'The province said what becomes of one line that a region submitted: received, pooled into a joint session, session opened, left to the region itself, deferred or declined. All regions see it.',
  subject: 'plan',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'plan-synchronisation',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 205-207; UU 20/2023 art. 49: connected across agencies',
    personalData: 'none',
    consent: 'always',
  },
  data: Type.Object({
    region: regionCode('Region whose line it is'),
    planId: uuid('The plan'),
    submission: Type.Integer({ minimum: 1, description: 'The submission that was decided on' }),
    year: year('Year of the plan'),
    lineId: uuid('The line'),
    decision: Type.Integer({ minimum: 1, description: 'Counts up per line; the highest one holds' }),
    outcome: Type.Enum([...PLAN_LINE_OUTCOMES], { description: 'What became of it' }),
    competencyCode: competencyCode(),
    level: competencyLevel('Level to reach'),
    quarter: quarter('Quarter it is meant for now'),
    proposalId: Type.Union([uuid('Joint session proposed for it'), Type.Null()]),
    sessionId: Type.Union([uuid('Session that was opened for it'), Type.Null()]),
    reason: text('Why, for the officers of the region'),
    decidedAt: instant('When'),
    gone: Type.Optional(
      Type.Boolean({
        description: 'The region took the line out of its plan, or the whole plan back: the outcome is that of before',
      }),
    ),
  }),
});
export type PlanLineDecided = EventData<typeof PlanLineDecided>;
