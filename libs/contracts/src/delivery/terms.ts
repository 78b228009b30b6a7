import type { SharedWith, SharingRule } from '../sharing/sharing-rule.js';

/** Delivery's own messages carry positions and keys, never data of persons; without them nothing else can be proven. */
export const deliveryTerms = (audience: SharedWith): SharingRule => ({
  audience,
  purpose: 'delivery',
  legalBasis: 'PP 71/2019 on electronic systems: integrity of exchanged records',
  personalData: 'none',
  consent: 'always',
});
