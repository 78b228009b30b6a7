import { Type } from 'typebox';
import type { SharingRule } from '../sharing/sharing-rule.js';

/** Fields that recur in the events of competency mapping; one meaning, one description. */
export const competencyCode = (description = 'Competency (kompetensi), by its code in the dictionary') =>
  Type.String({ pattern: '^[A-Z0-9][A-Z0-9.-]{0,39}$', description });
/** Level of a competency (PermenPANRB 38/2017): 1 to 5; 0 where none was shown. */
export const competencyLevel = (description: string) => Type.Integer({ minimum: 0, maximum: 5, description });
export const rupiah = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991, description: `${description} (whole rupiah)` });
export const quarter = (description: string) => Type.Integer({ minimum: 1, maximum: 4, description });
export const statement = (of: string) =>
  Type.Integer({ minimum: 1, description: `Counts up per ${of}; a lower one than known is older` });

/** PP 11/2017 art. 205-207: needs and plans are made at the agency and at the national level. */
export const planSharing: SharingRule = {
  audience: 'province',
  purpose: 'plan-synchronisation',
  legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 205-207: needs and plans of competency development',
  personalData: 'none',
  consent: 'default',
};

/** Totals for the province's evaluation: no person, no cell under five people. */
export const totalsSharing = (purpose: string): SharingRule => ({
  audience: 'province',
  purpose,
  legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
  personalData: 'none',
  consent: 'default',
});
