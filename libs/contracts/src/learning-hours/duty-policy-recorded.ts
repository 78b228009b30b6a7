import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, employmentStatus, text } from '../definition/fields.js';

const amount = (description: string) =>
  Type.Union([count(`${description}, hundredths of a JP`), Type.Null()], { description: `${description}; null: none` });

/** One revision of a row of the duty of learning hours (kewajiban jam pelajaran). */
export const dutyPolicy = Type.Object({
  employmentStatus: employmentStatus(),
  origin: Type.Enum(['REFERENCE', 'REGION'], {
    description: "A reference row, or the region's own, which wins over it",
  }),
  validFrom: date('First day'),
  validTo: Type.Union([date('Last day'), Type.Null()], { description: 'Last day; null: open' }),
  revision: Type.Integer({ minimum: 1, description: 'Counts up per status, origin and first day; the newest holds' }),
  minimum: amount('The least a person should reach in a calendar year'),
  maximumCounted: amount('The most that counts in a calendar year'),
  basis: text('Regulation that it stands on', 1000),
  withdrawn: Type.Boolean({ description: 'True for a revision that ends its row' }),
});

export const DutyPolicyRecorded = defineEvent({
  service: 'learning-hours',
  name: 'duty-policy-recorded',
  version: 1,
  description:
    'A region entered or changed the duty of learning hours of an employment status; of a year the one in force on its last day holds.',
  subject: 'employment status, origin and first day',
  retention: 'years-10',
  data: dutyPolicy,
});
export type DutyPolicyRecorded = EventData<typeof DutyPolicyRecorded>;
