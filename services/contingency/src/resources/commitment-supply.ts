import type { Transaction } from '@betang/platform';
import type { Need, SupplyRow } from './resource-rows.js';

/** How a need is to be covered out of a commitment sheet (lembar komitmen). */
export interface LineSupply {
  readonly commitmentId: string;
  readonly commitmentLineId?: string | undefined;
  readonly quantity: number;
}

/** Covers needs out of what partners committed themselves to; the module says who keeps their sheets. */
export abstract class CommitmentSupply {
  /** Throws `supply-of-other-kind`, `supply-needs-line` (422), `commitment-over-promised` (409) for more than is left. */
  abstract supply(tx: Transaction, need: Need, from: LineSupply): Promise<SupplyRow>;
}
