import { arrayParameter, type SqlClient, type Transaction } from '@betang/platform';
import type { ComputedBy } from '../marks/profile-marks.js';
import type { Method } from '../rules/dated-rule.js';
import type { Evidence } from './profile.decision.js';

/** A level as the profile table has it. */
export interface StoredLevel {
  readonly code: string;
  readonly level: number;
  readonly validUntil: string | null;
  readonly evidenceId: string;
}

/** What a profile is computed from, one row a person. */
export interface ProfileState {
  readonly employeeId: string;
  readonly agencyId: string | null;
  readonly positionType: string | null;
  readonly positionKey: string | null;
  readonly evidence: readonly Evidence[];
  readonly levels: readonly StoredLevel[];
}

export interface Summary {
  readonly employeeId: string;
  readonly standardId: string | null;
  readonly standardVersion: number | null;
  readonly required: number;
  readonly assessed: number;
  readonly withGap: number;
  readonly deficit: number;
  readonly hundredths: number | null;
}

const OPEN = `INSERT INTO profile_summary (employee_id) SELECT e FROM unnest($1::uuid[]) AS e ON CONFLICT DO NOTHING`;
/** In one order everywhere, so that two recomputations wait for each other instead of locking each other out. */
const LOCK = `SELECT 1 FROM profile_summary WHERE employee_id = ANY($1::uuid[]) ORDER BY employee_id FOR UPDATE`;

/** One row a person, its evidence and levels as one text each: a tenth of the time that as many JSON objects take. None of the values has a separator in it. */
const STATES = `SELECT i AS "employeeId", p.agency_id AS "agencyId", p.position_type AS "positionType", p.position_key AS "positionKey", e.evidence, l.levels
  FROM unnest($1::uuid[]) AS i
  LEFT JOIN person AS p ON p.employee_id = i
  LEFT JOIN (SELECT employee_id, string_agg(concat_ws('|', evidence_id, competency_code, level, method, observed_on, coalesce(valid_until::text, '')), ';') AS evidence
               FROM evidence WHERE employee_id = ANY($1::uuid[]) AND revoked_at IS NULL GROUP BY 1) AS e ON e.employee_id = i
  LEFT JOIN (SELECT employee_id, string_agg(concat_ws('|', competency_code, level, coalesce(valid_until::text, ''), evidence_id), ';') AS levels
               FROM profile_level WHERE employee_id = ANY($1::uuid[]) GROUP BY 1) AS l ON l.employee_id = i`;

type StateRow = Omit<ProfileState, 'evidence' | 'levels'> & {
  readonly evidence: string | null;
  readonly levels: string | null;
};

const UPSERT_LEVELS = `INSERT INTO profile_level (employee_id, competency_code, level, valid_until, evidence_id)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::date[], $5::uuid[])
  ON CONFLICT (employee_id, competency_code) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until, evidence_id = excluded.evidence_id`;
const DELETE_LEVELS = `DELETE FROM profile_level AS l USING unnest($1::uuid[], $2::text[]) AS u(e, c)
  WHERE l.employee_id = u.e AND l.competency_code = u.c`;
/** `computed_at` tells when somebody's standard was filled in last: a computation that finds the same one fills in nothing. */
const UPDATE_SUMMARIES = `UPDATE profile_summary AS s SET standard_id = u.i, standard_version = u.v, required = u.r, assessed = u.a, with_gap = u.g,
    deficit = u.d, match_hundredths = u.h, computed_xid = pg_current_xact_id(), rule_version = $9, dictionary_version = $10, match_rule_version = $11, computed_on = $12,
    computed_at = CASE WHEN s.computed_at IS NULL OR (s.standard_id, s.standard_version) IS DISTINCT FROM (u.i, u.v) THEN now() ELSE s.computed_at END
  FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::integer[]) AS u(e, i, v, r, a, g, d, h)
 WHERE s.employee_id = u.e`;

/**
 * Whose profile a transaction computed that began to write after this one: facts are published in the order of these beginnings, and what this one told now would
 * come before it. A number that the server has not come to yet is of a server before a restore, and says nothing.
 */
const COMPUTED_LATER = `SELECT employee_id AS "employeeId" FROM profile_summary
  WHERE employee_id = ANY($1::uuid[]) AND computed_xid > pg_current_xact_id() AND computed_xid < pg_snapshot_xmax(pg_current_snapshot())`;

/** Whoever writes to the record of these people waits for whoever did before. */
export async function lockProfiles(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  const ids = arrayParameter([...new Set(employeeIds)].sort());
  await tx.prepared('profile-open', OPEN, [ids]);
  await tx.prepared('profile-lock', LOCK, [ids]);
}

/** Locks the persons' profiles and reads what they follow from: one row a person, so that memory depends on the batch alone. */
export async function lockStates(tx: Transaction, employeeIds: readonly string[]): Promise<ProfileState[]> {
  await lockProfiles(tx, employeeIds);
  const ids = arrayParameter(employeeIds);
  return (await tx.prepared<StateRow>('profile-states', STATES, [ids])).map(stateOf);
}

/** Of people whose profiles are locked, those of whom this transaction cannot tell any more. */
export async function findComputedLater(tx: Transaction, employeeIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.prepared<{ employeeId: string }>('profile-later', COMPUTED_LATER, [
    arrayParameter(employeeIds),
  ]);
  return new Set(rows.map(({ employeeId }) => employeeId));
}

export async function readState(db: SqlClient, employeeId: string): Promise<ProfileState> {
  const [row] = await db.query<StateRow>(STATES, [arrayParameter([employeeId])]);
  return stateOf(row!);
}

function stateOf({ evidence, levels, ...person }: StateRow): ProfileState {
  return {
    ...person,
    evidence: (evidence?.split(';') ?? []).map(evidenceOf),
    levels: (levels?.split(';') ?? []).map(levelOf),
  };
}

function evidenceOf(text: string): Evidence {
  const [evidenceId, code, level, method, observedOn, validUntil] = text.split('|') as [
    string,
    string,
    string,
    Method,
    string,
    string,
  ];
  return {
    evidenceId,
    code,
    level: Number(level),
    method,
    observedOn,
    validUntil: validUntil === '' ? null : validUntil,
  };
}

function levelOf(text: string): StoredLevel {
  const [code, level, validUntil, evidenceId] = text.split('|') as [string, string, string, string];
  return { code, level: Number(level), validUntil: validUntil === '' ? null : validUntil, evidenceId };
}

export type LevelRow = StoredLevel & { readonly employeeId: string };

export async function writeLevels(
  tx: Transaction,
  changed: readonly LevelRow[],
  gone: readonly { readonly employeeId: string; readonly code: string }[],
): Promise<void> {
  if (gone.length > 0)
    await tx.prepared('profile-delete', DELETE_LEVELS, [
      arrayParameter(gone.map(({ employeeId }) => employeeId)),
      arrayParameter(gone.map(({ code }) => code)),
    ]);
  if (changed.length > 0)
    await tx.prepared('profile-upsert', UPSERT_LEVELS, [
      arrayParameter(changed.map(({ employeeId }) => employeeId)),
      arrayParameter(changed.map(({ code }) => code)),
      arrayParameter(changed.map(({ level }) => level)),
      arrayParameter(changed.map(({ validUntil }) => validUntil)),
      arrayParameter(changed.map(({ evidenceId }) => evidenceId)),
    ]);
}

export async function writeSummaries(
  tx: Transaction,
  rows: readonly Summary[],
  { profileRule, matchRule, dictionary, today }: ComputedBy,
): Promise<void> {
  await tx.prepared('profile-summaries', UPDATE_SUMMARIES, [
    arrayParameter(rows.map(({ employeeId }) => employeeId)),
    arrayParameter(rows.map(({ standardId }) => standardId)),
    arrayParameter(rows.map(({ standardVersion }) => standardVersion)),
    arrayParameter(rows.map(({ required }) => required)),
    arrayParameter(rows.map(({ assessed }) => assessed)),
    arrayParameter(rows.map(({ withGap }) => withGap)),
    arrayParameter(rows.map(({ deficit }) => deficit)),
    arrayParameter(rows.map(({ hundredths }) => hundredths)),
    profileRule.ruleVersion,
    dictionary.version,
    matchRule.ruleVersion,
    today,
  ]);
}
