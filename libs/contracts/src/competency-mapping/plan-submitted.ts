import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, instant, text, uuid, year } from '../definition/fields.js';
import { planSharing, rupiah } from './terms.js';

export const PlanSubmitted = defineEvent({
  service: 'competency-mapping',
  name: 'plan-submitted',
  version: 1,
  description:
    "A region submitted its annual plan (rencana pengembangan kompetensi) to the province, or submitted it again; the lines follow as PlanLineSubmitted. The plan's highest submission holds once all its lines are there.",
  subject: 'plan',
  retention: 'years-10',
  sharing: planSharing,
  data: Type.Object({
    planId: uuid('The plan'),
    submission: Type.Integer({ minimum: 1, description: 'Counts up with each submission and each withdrawal' }),
    year: year('Year of the plan'),
    title: text('Title', 300),
    legalBasis: text('Decree that fixed it (PPK), or that it awaits one', 300),
    dictionaryVersion: Type.Integer({ minimum: 1, description: 'Version of the dictionary that the codes are of' }),
    submittedAt: instant('When'),
    late: Type.Boolean({ description: "After the region's deadline" }),
    lines: count('How many lines belong to this submission'),
    people: count('Sum of people over the lines'),
    budget: rupiah('Sum of the lines'),
  }),
});
export type PlanSubmitted = EventData<typeof PlanSubmitted>;
