import { CONTRACTS, type NewEvent, type ServiceName, type SharingRule } from '@betang/contracts';
import type { SharingPolicy } from '../outbox/outbox.js';
import type { SharedPurpose } from '../replay/present-statement.js';

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
    return rule !== undefined && this.lets(rule);
  }

  /** For which purposes a service shares with its province or with all regions: none while the region has no province. */
  purposesOf(service: ServiceName): SharedPurpose[] {
    if (!this.settings.linked) return [];
    const found = new Map<string, SharedPurpose>();
    for (const { definition } of CONTRACTS) {
      const rule = definition.sharing;
      if (definition.service !== service || rule === undefined || !this.lets(rule)) continue;
      const { audience, purpose } = rule;
      if (audience === 'province' || audience === 'federation')
        found.set(`${audience}|${purpose}`, { audience, purpose });
    }
    return [...found.values()];
  }

  private lets({ consent, purpose }: SharingRule): boolean {
    if (consent === 'always') return true;
    if (!this.settings.linked) return false;
    return consent === 'opt-in' ? this.settings.optIn.includes(purpose) : !this.settings.optOut.includes(purpose);
  }
}
