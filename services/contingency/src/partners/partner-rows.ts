import type { SqlClient } from '@betang/platform';
import { Table, toRow } from '../database/table.js';
import type { Category } from '../resources/resource-rows.js';

export const PARTNER_KINDS = ['COMMUNITY', 'NGO', 'BUSINESS', 'AGENCY', 'OTHER'] as const;

/** Who takes part from outside the region's own agencies. Offices, never persons. */
export interface Partner {
  readonly partnerId: string;
  readonly kind: (typeof PARTNER_KINDS)[number];
  readonly name: string;
  readonly task: string;
  readonly contact: string | null;
  readonly ended: boolean;
  readonly endedOn: string | null;
  readonly revision: number;
}

/** A commitment sheet (lembar komitmen) of a partner for a plan. */
export interface Commitment {
  readonly commitmentId: string;
  readonly partnerId: string;
  readonly planId: string;
  readonly sheetNumber: string;
  readonly signedOn: string;
  readonly signedBy: string;
  readonly validUntil: string;
  readonly renewals: number;
  readonly ended: boolean;
  readonly endedOn: string | null;
}

/** How much of what a sheet promises, from when and until when. Funds are integer rupiah. */
export interface CommitmentLine {
  readonly lineId: string;
  readonly commitmentId: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  /** Where the partner hands it over; null: wherever the plan needs it. */
  readonly place: string | null;
  readonly availableFrom: string;
  /** Null: as long as the sheet holds. */
  readonly availableUntil: string | null;
  readonly removed: boolean;
}

export const PARTNERS = new Table<Partner>('partner', 'partnerId', { notFound: 'contingency-partner-not-found' });
export const COMMITMENTS = new Table<Commitment>('commitment', 'commitmentId');
export const LINES = new Table<CommitmentLine>('commitment_line', 'lineId', {
  numbers: ['quantity'],
  notFound: 'commitment-line-not-found',
});

/** A line with what needs of the plan count on it. */
export interface PromisedLine extends CommitmentLine {
  readonly promised: number;
}

const PROMISED_LINES = `SELECT l.*, l.quantity::float8 AS quantity, coalesce((SELECT sum(s.quantity) FROM supply AS s JOIN resource_need AS n USING (need_id)
    WHERE s.line_id = l.line_id AND NOT s.ended AND NOT n.removed), 0)::float8 AS promised
  FROM commitment_line AS l WHERE l.commitment_id = ANY($1::uuid[]) AND NOT l.removed ORDER BY l.category, l.item, l.line_id`;

export async function loadLines(db: SqlClient, commitmentIds: readonly string[]): Promise<PromisedLine[]> {
  return (await db.query(PROMISED_LINES, [commitmentIds])).map(toRow<PromisedLine>);
}
