import type { SharingRule } from '../sharing/sharing-rule.js';

/** Facts of the common catalogue: what is offered, and what counts as equal. */
export const catalogueTerms: SharingRule = {
  audience: 'federation',
  purpose: 'shared-catalogue',
  legalBasis: 'UU 20/2023 art. 49: learning connected across agencies',
  personalData: 'none',
  consent: 'default',
};
