import type { SqlClient } from '@betang/platform';
import type { EvidenceRef } from '../ledger/entry-origin.js';
import type { Claim, ClaimDetails, Evidence } from './claim.js';
import type { Correction } from './decide-claim.decision.js';

export const CLAIM_COLUMNS = `c.claim_id AS "claimId", c.employee_id AS "employeeId", c.state, c.title, c.organiser, c.path_code AS "pathCode", c.scope,
  c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn",
  c.certificate_number AS "certificateNumber", c.note, c.entered_by AS "enteredBy", c.created_at AS "createdAt", c.submitted_at AS "submittedAt",
  c.due_on AS "dueOn", c.assigned_to AS "assignedTo", c.decided_by AS "decidedBy", c.decided_by_employee AS "decidedByEmployee",
  c.decided_at AS "decidedAt", c.reason_code AS "reasonCode", c.decision_note AS "decisionNote", c.within_deadline AS "withinDeadline", c.appealed_at AS "appealedAt",
  c.appeal_statement AS "appealStatement", c.refused_by AS "refusedBy", c.refused_by_employee AS "refusedByEmployee", c.version`;

const INSERT = `INSERT INTO claim (claim_id, employee_id, state, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on,
    certificate_number, note, entered_by) VALUES ($1, $2, 'DRAFT', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const REPLACE = `UPDATE claim SET title = $2, organiser = $3, path_code = $4, scope = $5, quantity_hundredths = $6, started_on = $7, completed_on = $8,
    certificate_number = $9, note = $10, version = version + 1 WHERE claim_id = $1`;

const DECIDE = `UPDATE claim AS c SET state = u.s, title = u.t, organiser = u.o, path_code = u.p, scope = u.sc, quantity_hundredths = u.q, started_on = u.f,
    completed_on = u.l, certificate_number = u.n, reason_code = u.r, decision_note = u.d, within_deadline = u.w, decided_by = $1,
    decided_by_employee = $2, decided_at = $3, version = version + 1
  FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[], $11::date[], $12::date[], $13::text[], $14::text[],
              $15::text[], $16::boolean[]) AS u(i, s, t, o, p, sc, q, f, l, n, r, d, w)
 WHERE c.claim_id = u.i`;

const INSERT_ACTS = `INSERT INTO claim_act (claim_id, act, actor, reason_code, note, corrections)
  SELECT i, a, $1, r, n, c FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS u(i, a, r, n, c)`;

export type NewClaim = ClaimDetails & Pick<Claim, 'claimId' | 'employeeId' | 'note' | 'enteredBy'>;

export interface ClaimAct {
  readonly claimId: string;
  readonly act: string;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
  readonly corrections?: readonly Correction[];
}

/** A decision as it is written. */
export interface DecidedClaim {
  readonly claimId: string;
  readonly state: string;
  readonly details: ClaimDetails;
  readonly reasonCode: string | null;
  readonly note: string | null;
  readonly withinDeadline: boolean;
}

export async function insertClaim(tx: SqlClient, claim: NewClaim): Promise<void> {
  await tx.execute(INSERT, [claim.claimId, claim.employeeId, ...detailValues(claim), claim.note, claim.enteredBy]);
}

export async function replaceDetails(
  tx: SqlClient,
  id: string,
  details: ClaimDetails,
  note: string | null,
): Promise<void> {
  await tx.execute(REPLACE, [id, ...detailValues(details), note]);
}

function detailValues(details: ClaimDetails): unknown[] {
  const { title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn, certificateNumber } = details;
  return [title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn, certificateNumber];
}

export async function findClaim(db: SqlClient, claimId: string, lock = false): Promise<Claim | undefined> {
  const [row] = await db.query<Claim>(
    `SELECT ${CLAIM_COLUMNS} FROM claim AS c WHERE c.claim_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [claimId],
  );
  return row;
}

/** Sets the state of a claim that its own person, or the one who entered it, acts on. */
export async function setState(
  tx: SqlClient,
  claimId: string,
  state: string,
  submitted?: { readonly at: Date; readonly dueOn: string },
): Promise<void> {
  await tx.execute(
    `UPDATE claim SET state = $2, submitted_at = coalesce($3, submitted_at), due_on = coalesce($4, due_on), version = version + 1
      WHERE claim_id = $1`,
    [claimId, state, submitted?.at ?? null, submitted?.dueOn ?? null],
  );
}

/** Puts a refused claim back into the queue, for another verifier than the one who refused it. */
export async function setAppealed(
  tx: SqlClient,
  claimId: string,
  appeal: { readonly at: Date; readonly dueOn: string; readonly statement: string },
): Promise<void> {
  await tx.execute(
    `UPDATE claim SET state = 'SUBMITTED', appealed_at = $2, appeal_statement = $3, due_on = $4, refused_by = decided_by,
       refused_by_employee = decided_by_employee, assigned_to = nullif(assigned_to, decided_by_employee), version = version + 1
      WHERE claim_id = $1`,
    [claimId, appeal.at, appeal.statement, appeal.dueOn],
  );
}

export async function writeDecisions(
  tx: SqlClient,
  by: { readonly subject: string; readonly employeeId: string | null; readonly at: Date },
  decided: readonly DecidedClaim[],
): Promise<void> {
  const cells: ((claim: DecidedClaim) => unknown)[] = [
    (claim) => claim.claimId,
    (claim) => claim.state,
    (claim) => claim.details.title,
    (claim) => claim.details.organiser,
    (claim) => claim.details.pathCode,
    (claim) => claim.details.scope,
    (claim) => claim.details.quantityHundredths,
    (claim) => claim.details.startedOn,
    (claim) => claim.details.completedOn,
    (claim) => claim.details.certificateNumber,
    (claim) => claim.reasonCode,
    (claim) => claim.note,
    (claim) => claim.withinDeadline,
  ];
  await tx.execute(DECIDE, [by.subject, by.employeeId, by.at, ...cells.map((cell) => decided.map(cell))]);
}

export async function writeActs(tx: SqlClient, actor: string, acts: readonly ClaimAct[]): Promise<void> {
  await tx.execute(INSERT_ACTS, [
    actor,
    acts.map(({ claimId }) => claimId),
    acts.map(({ act }) => act),
    acts.map(({ reasonCode }) => reasonCode ?? null),
    acts.map(({ note }) => note ?? null),
    acts.map(({ corrections }) => JSON.stringify(corrections ?? [])),
  ]);
}

export async function insertEvidence(
  tx: SqlClient,
  claimId: string,
  file: Omit<Evidence, 'addedAt' | 'erasedAt'>,
): Promise<void> {
  await tx.execute(
    `INSERT INTO claim_evidence (claim_id, sha256, media_type, bytes, file_name, added_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (claim_id, sha256) DO UPDATE SET erased_at = NULL, file_name = excluded.file_name, added_at = now()
       WHERE claim_evidence.erased_at IS NOT NULL`,
    [claimId, file.sha256, file.mediaType, file.bytes, file.fileName, file.addedBy],
  );
}

export function listEvidence(db: SqlClient, claimId: string): Promise<Evidence[]> {
  return db.query<Evidence>(
    `SELECT sha256, media_type AS "mediaType", bytes, file_name AS "fileName", added_by AS "addedBy", added_at AS "addedAt", erased_at AS "erasedAt"
       FROM claim_evidence WHERE claim_id = $1 ORDER BY added_at, sha256`,
    [claimId],
  );
}

/** Evidence of many claims as entries name it. */
export async function evidenceRefs(db: SqlClient, claimIds: readonly string[]): Promise<Map<string, EvidenceRef[]>> {
  const rows = await db.query<EvidenceRef & { claimId: string }>(
    `SELECT claim_id AS "claimId", sha256, media_type AS "mediaType", bytes FROM claim_evidence WHERE claim_id = ANY($1::uuid[])
      ORDER BY claim_id, added_at, sha256`,
    [claimIds],
  );
  const refs = new Map<string, EvidenceRef[]>();
  for (const { claimId, ...ref } of rows) refs.set(claimId, [...(refs.get(claimId) ?? []), ref]);
  return refs;
}

export interface ActRow {
  readonly act: string;
  readonly actor: string;
  readonly reasonCode: string | null;
  readonly note: string | null;
  readonly corrections: readonly Correction[];
  readonly actedAt: Date;
}

export function listActs(db: SqlClient, claimId: string): Promise<ActRow[]> {
  return db.query<ActRow>(
    `SELECT act, actor, reason_code AS "reasonCode", note, corrections, acted_at AS "actedAt" FROM claim_act WHERE claim_id = $1
      ORDER BY act_number`,
    [claimId],
  );
}
