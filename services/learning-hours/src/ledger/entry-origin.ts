import type { SqlClient, Transaction } from '@betang/platform';
import type { EntrySource } from './ledger-entry.js';

/** An evidence file as an entry names it; the file itself stays in the region's store. */
export interface EvidenceRef {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** The record on which the entries of a completion stand that did not come from the catalogue; never changed once written. */
export interface NewOrigin {
  readonly completionId: string;
  readonly employeeId: string;
  readonly kind: Exclude<EntrySource, 'TRAINING'>;
  readonly reference: string;
  readonly formerRegion: string | null;
  /** The completion as the former region named it. */
  readonly originCompletionId: string | null;
  /** The event by which the former region learned of it. */
  readonly originEventId?: string | null;
  readonly verifiedBy: string | null;
  readonly verifiedByEmployee: string | null;
  readonly verifiedAt: Date | null;
  readonly evidence: readonly EvidenceRef[];
}

export interface EntryOrigin {
  readonly kind: string;
  readonly reference: string;
  readonly formerRegion: string | null;
  readonly originCompletionId: string | null;
  readonly originEventId: string | null;
  readonly evidence: readonly EvidenceRef[];
  readonly verifiedBy: string | null;
  readonly verifiedByName: string | null;
  readonly verifiedAt: Date | null;
}

const INSERT = `INSERT INTO entry_origin (completion_id, employee_id, kind, reference, former_region, origin_completion_id, verified_by,
    verified_by_employee, verified_at, evidence, origin_event_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::uuid[], $9::timestamptz[], $10::jsonb[],
    $11::text[])
  ON CONFLICT (completion_id) DO NOTHING`;

const LOAD = `SELECT o.completion_id AS "completionId", o.kind, o.reference, o.former_region AS "formerRegion", o.evidence,
    o.origin_completion_id AS "originCompletionId", o.origin_event_id AS "originEventId",
    o.verified_by AS "verifiedBy", p.name AS "verifiedByName", o.verified_at AS "verifiedAt"
  FROM entry_origin AS o LEFT JOIN person AS p ON p.employee_id = o.verified_by_employee
 WHERE o.completion_id = ANY($1::uuid[])`;

/** Writes origins beside the entries of the same transaction; one that stands already stays. */
export async function writeOrigins(tx: Transaction, origins: readonly NewOrigin[]): Promise<void> {
  if (origins.length === 0) return;
  const cells: ((origin: NewOrigin) => unknown)[] = [
    (origin) => origin.completionId,
    (origin) => origin.employeeId,
    (origin) => origin.kind,
    (origin) => origin.reference,
    (origin) => origin.formerRegion,
    (origin) => origin.originCompletionId,
    (origin) => origin.verifiedBy,
    (origin) => origin.verifiedByEmployee,
    (origin) => origin.verifiedAt,
    (origin) => JSON.stringify(origin.evidence),
    (origin) => origin.originEventId ?? null,
  ];
  await tx.execute(
    INSERT,
    cells.map((cell) => origins.map(cell)),
  );
}

export async function loadOrigins(db: SqlClient, completionIds: readonly string[]): Promise<Map<string, EntryOrigin>> {
  if (completionIds.length === 0) return new Map();
  const rows = await db.query<EntryOrigin & { completionId: string }>(LOAD, [completionIds]);
  return new Map(rows.map(({ completionId, ...origin }) => [completionId, origin]));
}
