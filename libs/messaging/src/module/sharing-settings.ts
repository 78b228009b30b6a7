import type { NewEvent } from '@betang/contracts';
import type { SharingPolicy } from '../outbox/outbox.js';

/** A region's say about what leaves it: it narrows the rules of the contracts, and nothing widens them. */
export class SharingSettings implements SharingPolicy {
  constructor(
    private readonly settings: {
      readonly optIn: readonly string[];
      readonly optOut: readonly string[];
      readonly linked: boolean;
    },
  ) {}

  allows(event: NewEvent): boolean {
    const rule = event.contract.definition.sharing;
    if (!rule) return false;
    if (rule.consent === 'always') return true;
    if (!this.settings.linked) return false;
    return rule.consent === 'opt-in'
      ? this.settings.optIn.includes(rule.purpose)
      : !this.settings.optOut.includes(rule.purpose);
  }
}
