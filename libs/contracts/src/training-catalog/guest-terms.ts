import type { SharingRule } from '../sharing/sharing-rule.js';

/** Identity travels for enrolment elsewhere only, encrypted for the one region that needs it (UU 27/2022: limited and specific purpose). */
export const guestTerms: SharingRule = {
  audience: 'directed',
  purpose: 'enrolment-elsewhere',
  legalBasis: 'UU 27/2022 art. 20: public task; UU 20/2023 art. 49',
  personalData: 'encrypted',
  consent: 'default',
};
