import { Type } from 'typebox';
import type { SharingRule } from '../sharing/sharing-rule.js';
import { year } from '../definition/fields.js';

/** Stages of a regional budget: as first adopted (murni), as revised (perubahan), as realised (realisasi). */
export const BUDGET_STAGES = ['ADOPTED', 'REVISED', 'REALISED'] as const;
export type BudgetStage = (typeof BUDGET_STAGES)[number];

/** What the mandatory share is taken of: total spending (belanja daerah), or the whole budget (APBD). */
export const SHARE_DENOMINATORS = ['TOTAL_SPENDING', 'TOTAL_BUDGET'] as const;
export type ShareDenominator = (typeof SHARE_DENOMINATORS)[number];

/** Parts of a calendar year that reports are submitted for. */
export const PERIOD_PARTS = ['Q1', 'Q2', 'Q3', 'Q4', 'H1', 'H2', 'YEAR'] as const;
export type PeriodPart = (typeof PERIOD_PARTS)[number];

export const rupiah = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991, description: `${description} (whole rupiah)` });

/** The period of a report (masa pelaporan). */
export const period = {
  year: year('Calendar year'),
  part: Type.Enum([...PERIOD_PARTS], { description: 'Quarter, half or whole year' }),
};

export const submission = () =>
  Type.Integer({ minimum: 1, description: 'Counts up per region and period; the highest one holds' });

export const toProvince = (purpose: string, legalBasis: string): SharingRule => ({
  audience: 'province',
  purpose,
  legalBasis,
  personalData: 'none',
  consent: 'default',
});
