import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, instant, text, year } from '../definition/fields.js';
import { BUDGET_STAGES, SHARE_DENOMINATORS, rupiah, toProvince } from './terms.js';

export const BudgetShareStated = defineEvent({
  service: 'reporting',
  name: 'budget-share-stated',
  version: 1,
  description:
    'A region stated how much of its budget goes to the development of its civil servants (belanja wajib pengembangan SDM aparatur), for one fiscal year and stage; the newest statement replaces the one before.',
  subject: 'fiscal year and stage',
  retention: 'years-10',
  sharing: toProvince(
    'budget-share',
    'Guideline for the regional budget (Permendagri on APBD of the year): least share for development of government apparatus',
  ),
  data: Type.Object({
    fiscalYear: year('Fiscal year (tahun anggaran)'),
    stage: Type.Enum([...BUDGET_STAGES], { description: 'Stage of the budget' }),
    statement: Type.Integer({ minimum: 1, description: 'Counts up per fiscal year and stage; a lower one is older' }),
    asOf: instant('When it was true'),
    denominator: Type.Enum([...SHARE_DENOMINATORS], { description: 'What the share is taken of' }),
    denominatorAmount: Type.Union([rupiah('Its amount'), Type.Null()], {
      description: 'Null while it was not entered',
    }),
    counted: rupiah('Lines that count for the share'),
    notCounted: rupiah('Lines that were entered and do not count'),
    lines: count('Budget lines entered'),
    leastShare: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()], {
      description: 'Least share by the rule of the year, in millionths: 0.34 % is 3,400; null where no rule is known',
    }),
    basis: Type.Union([text('Legal basis of the least share'), Type.Null()]),
  }),
});
export type BudgetShareStated = EventData<typeof BudgetShareStated>;
