import type { SharingRule } from '../sharing/sharing-rule.js';

/** Terms on which two regions speak about a transfer (mutasi): without them nobody could be taken over. */
export const transferTerms = {
  audience: 'directed',
  purpose: 'employee-transfer',
  legalBasis: 'UU 20/2023 on civil servants: transfer (mutasi) between agencies; UU 27/2022 art. 20: public task',
  personalData: 'encrypted',
  consent: 'always',
} as const satisfies SharingRule;
