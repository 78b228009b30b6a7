import type { EventTerms } from '../schemas/json-schema.document.js';
import type { SharingRule } from '../sharing/sharing-rule.js';
import type { BreakingChange } from './breaking-change.js';

/** From the least shared to the most. */
const CONSENT = ['opt-in', 'default', 'always'] as const;

/**
 * What changed in the terms on which facts were already stored and shared: who may read them, for what, how long, signed or not (UU
 * 27/2022: purpose and retention are fixed when data leaves). Asking a region for more consent narrows and is allowed; so is better
 * wording of the legal basis.
 */
export function compareTerms(published: EventTerms, present: EventTerms): readonly BreakingChange[] {
  return [
    ...changed('subject', published.subject, present.subject),
    ...changed('retention', published.retention, present.retention),
    ...changed('signed', published.signed, present.signed),
    ...changed('sharing.audience', published.sharing?.audience ?? 'local', present.sharing?.audience ?? 'local'),
    ...compareRules(published.sharing, present.sharing),
  ];
}

function compareRules(old: SharingRule | null, now: SharingRule | null): readonly BreakingChange[] {
  if (!old || !now) return [];
  return [
    ...changed('sharing.purpose', old.purpose, now.purpose),
    ...changed('sharing.personalData', old.personalData, now.personalData),
    ...(CONSENT.indexOf(now.consent) > CONSENT.indexOf(old.consent)
      ? changed('sharing.consent', old.consent, now.consent)
      : []),
  ];
}

function changed(field: string, from: string | boolean, to: string | boolean): readonly BreakingChange[] {
  return from === to ? [] : [{ rule: 'terms-changed', field, problem: `was ${from}, is ${to}` }];
}
