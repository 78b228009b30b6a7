import { arrayParameter, type SqlClient, type Transaction } from '@betang/platform';
import { INSERT_PARTS_OF_ADDED } from '../dictionary/split-store.js';
import type { RecordedResult } from './evidence.decision.js';
import type { EvidenceOrigin, EvidenceRecord } from './evidence-record.js';

export const EVIDENCE_COLUMNS = `evidence_id AS "evidenceId", employee_id AS "employeeId", competency_code AS code, level::integer AS level, method, assessor,
  observed_on::text AS "observedOn", valid_until::text AS "validUntil", reference, assessment_id AS "assessmentId", source,
  source_key AS "sourceKey", rule_version AS "ruleVersion", split_from AS "splitFrom"`;

/** Where evidence comes from, down to the event; its times in UTC as everywhere in JSON. */
export const PROVENANCE_COLUMNS = `recorded_at AS "recordedAt", event_id AS "eventId", revoked_at AS "revokedAt", revoked_reason AS "revokedReason",
  revoked_event_id AS "revokedEventId",
  CASE source WHEN 'TRANSFER' THEN json_build_object('region', coalesce(former_region, handed_over_by), 'evidenceId', split_part(substr(source_key, 10), '#', 1),
    'recordId', origin_record_id, 'handedOverBy', handed_over_by,
    'handedOverAt', to_char(handed_over_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'transferId', assessment_id) END AS origin`;

const EVERYTHING = `SELECT ${EVIDENCE_COLUMNS}, ${PROVENANCE_COLUMNS} FROM evidence WHERE employee_id = $1`;

/** What was split since is shown by the other parts too. */
const INSERT = `WITH added AS (INSERT INTO evidence (evidence_id, employee_id, competency_code, level, method, assessor, observed_on, valid_until, reference, assessment_id,
    source, source_key, rule_version, former_region, origin_record_id, event_id, handed_over_by, handed_over_at, recorded_by)
  SELECT *, $19 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::date[], $8::date[], $9::text[], $10::uuid[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::text[], $18::timestamptz[])
  ON CONFLICT (source_key) DO NOTHING RETURNING *),
  parts AS (${INSERT_PARTS_OF_ADDED})
  SELECT evidence_id AS "evidenceId" FROM added`;

const RECORDED = `SELECT e.employee_id AS "employeeId", e.competency_code AS code, e.observed_on::text AS "observedOn", e.level::integer AS level,
    e.revoked_at IS NOT NULL AS revoked
  FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::date[]) AS u(i, d)) AS u JOIN evidence AS e ON e.employee_id = u.i AND e.observed_on = u.d
 WHERE e.method = $3 AND e.source IN ('ENTRY', 'IMPORT')`;

/** What a method showed of these people on these days, on record in this region. */
export function findRecorded(
  db: SqlClient,
  records: readonly Pick<EvidenceRecord, 'employeeId' | 'observedOn'>[],
  method: string,
): Promise<RecordedResult[]> {
  const values = [records.map(({ employeeId }) => employeeId), records.map(({ observedOn }) => observedOn), method];
  return db.query<RecordedResult>(RECORDED, values);
}

/** Writes evidence; answers what is new. */
export async function insertEvidence(
  tx: Transaction,
  records: readonly EvidenceRecord[],
  recordedBy: string,
): Promise<EvidenceRecord[]> {
  if (records.length === 0) return [];
  const texts = (read: (record: EvidenceRecord) => string | number | null) => arrayParameter(records.map(read));
  const rows = await tx.prepared<{ evidenceId: string }>('evidence-insert', INSERT, [
    texts(({ evidenceId }) => evidenceId),
    texts(({ employeeId }) => employeeId),
    texts(({ code }) => code),
    texts(({ level }) => level),
    texts(({ method }) => method),
    texts(({ assessor }) => assessor),
    texts(({ observedOn }) => observedOn),
    texts(({ validUntil }) => validUntil),
    texts(({ reference }) => reference),
    texts(({ assessmentId }) => assessmentId),
    texts(({ source }) => source),
    texts(({ sourceKey }) => sourceKey),
    texts(({ ruleVersion }) => ruleVersion),
    texts(({ formerRegion }) => formerRegion ?? null),
    texts(({ originRecordId }) => originRecordId ?? null),
    texts(({ eventId }) => eventId ?? null),
    texts(({ handedOverBy }) => handedOverBy ?? null),
    texts(({ handedOverAt }) => handedOverAt ?? null),
    recordedBy,
  ]);
  const added = new Set(rows.map(({ evidenceId }) => evidenceId));
  return records.filter(({ evidenceId }) => added.has(evidenceId));
}

/** Revokes what was recorded here under an assessment; answers whose evidence it was. */
export async function revokeAssessment(tx: SqlClient, assessmentId: string, reason: string): Promise<string[]> {
  const rows = await tx.query<{ employeeId: string }>(
    `UPDATE evidence SET revoked_at = now(), revoked_reason = $2
      WHERE assessment_id = $1 AND revoked_at IS NULL AND source IN ('ENTRY', 'IMPORT') RETURNING employee_id AS "employeeId"`,
    [assessmentId, reason],
  );
  return [...new Set(rows.map(({ employeeId }) => employeeId))];
}

export async function findAssessment(db: SqlClient, assessmentId: string): Promise<EvidenceRecord[]> {
  return db.query<EvidenceRecord>(
    `SELECT ${EVIDENCE_COLUMNS} FROM evidence WHERE assessment_id = $1 AND revoked_at IS NULL ORDER BY competency_code`,
    [assessmentId],
  );
}

/** Evidence with all that is known of where it comes from, and of its end. */
export type KeptEvidence = Omit<EvidenceRecord, 'eventId'> & {
  readonly recordedAt: Date;
  readonly eventId: string | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
  readonly revokedEventId: string | null;
  readonly origin: EvidenceOrigin | null;
};

/** All evidence of a person, also what was revoked. */
export function loadEvidence(db: SqlClient, employeeId: string): Promise<KeptEvidence[]> {
  return db.query<KeptEvidence>(EVERYTHING, [employeeId]);
}
