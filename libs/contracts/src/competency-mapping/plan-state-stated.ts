import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, instant, hundredths, uuid, year } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { rupiah, statement, totalsSharing } from './terms.js';

/** Kinds of plan and the states they go through (AKPK). */
export const PLAN_KINDS = ['ANNUAL', 'MULTI_YEAR'] as const;
export const PLAN_STATES = ['DRAFT', 'INVENTORIED', 'VERIFIED', 'VALIDATED', 'APPROVED', 'SYNCED'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];
export type PlanState = (typeof PLAN_STATES)[number];

export const PlanStateStated = defineEvent({
  service: 'competency-mapping',
  name: 'plan-state-stated',
  version: 1,
  description:
    'A region stated how far one of its plans is (AKPK: draf, inventarisasi, verifikasi, validasi, penetapan, sinkronisasi), with its totals.',
  subject: 'plan',
  retention: 'years-10',
  sharing: totalsSharing('plan-totals'),
  data: Type.Object({
    planId: uuid('The plan'),
    statement: statement('plan'),
    asOf: instant('When it was so'),
    kind: Type.Enum([...PLAN_KINDS], { description: 'Annual plan, or multi-year plan (HCDP)' }),
    agencyId: Type.Union([uuid('Agency whose plan it is; none: of the whole region'), Type.Null()]),
    year: year('First year of the plan'),
    lastYear: year('Last year of the plan'),
    state: Type.Enum([...PLAN_STATES], { description: 'How far it is' }),
    returned: count('How often it was sent back for revision'),
    dueOn: Type.Union([date('Last day for the present step'), Type.Null()]),
    lines: count('Lines'),
    people: count('Sum of people over the lines'),
    hours: hundredths('Sum of people times hours'),
    budget: rupiah('Sum of the lines'),
  }),
});
export type PlanStateStated = EventData<typeof PlanStateStated>;

/** The same for the region's own reports. */
export const PlanStateStatedAtHome = atHome(PlanStateStated);
