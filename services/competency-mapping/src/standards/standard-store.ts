import type { SqlClient } from '@betang/platform';
import type { JobStandard } from './job-standard.js';

/** What is shown of a version: what positions are found by is our own affair. */
export const SHOWN_COLUMNS = `standard_id AS "standardId", version, scope, title, agency_id AS "agencyId", levels,
  dictionary_version AS "dictionaryVersion", origin, legal_basis AS "legalBasis"`;
const STANDARD_COLUMNS = `lookup, ${SHOWN_COLUMNS}`;

export function loadActive(db: SqlClient): Promise<JobStandard[]> {
  return db.query<JobStandard>(`SELECT ${STANDARD_COLUMNS} FROM job_standard WHERE active`);
}

export async function findActive(db: SqlClient, standardId: string, lock = false): Promise<JobStandard | undefined> {
  const [row] = await db.query<JobStandard>(
    `SELECT ${STANDARD_COLUMNS} FROM job_standard WHERE standard_id = $1 AND active${lock ? ' FOR UPDATE' : ''}`,
    [standardId],
  );
  return row;
}

/** Active standards that stand where the given ones want to stand. */
export function findStanding(
  db: SqlClient,
  places: readonly Pick<JobStandard, 'scope' | 'lookup' | 'agencyId'>[],
): Promise<JobStandard[]> {
  return db.query<JobStandard>(
    `SELECT ${STANDARD_COLUMNS} FROM job_standard JOIN unnest($1::text[], $2::text[], $3::uuid[]) AS u(s, l, a)
        ON scope = s AND lookup = l AND agency_id IS NOT DISTINCT FROM a
      WHERE active`,
    [places.map(({ scope }) => scope), places.map(({ lookup }) => lookup), places.map(({ agencyId }) => agencyId)],
  );
}

/** Writes new versions; what was active of the same standards no longer is. */
export async function writeVersions(tx: SqlClient, standards: readonly JobStandard[], actor: string): Promise<void> {
  if (standards.length === 0) return;
  await tx.execute('UPDATE job_standard SET active = false WHERE active AND standard_id = ANY($1::uuid[])', [
    standards.map(({ standardId }) => standardId),
  ]);
  await tx.execute(
    `INSERT INTO job_standard (standard_id, version, scope, lookup, title, agency_id, levels, dictionary_version, origin, legal_basis, active, changed_by)
     SELECT i, v, s, l, t, a, j, d, o, b, true, $11 FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[],
       $8::integer[], $9::text[], $10::text[]) AS u(i, v, s, l, t, a, j, d, o, b)`,
    [
      standards.map(({ standardId }) => standardId),
      standards.map(({ version }) => version),
      standards.map(({ scope }) => scope),
      standards.map(({ lookup }) => lookup),
      standards.map(({ title }) => title),
      standards.map(({ agencyId }) => agencyId),
      standards.map(({ levels }) => JSON.stringify(levels)),
      standards.map(({ dictionaryVersion }) => dictionaryVersion),
      standards.map(({ origin }) => origin),
      standards.map(({ legalBasis }) => legalBasis),
      actor,
    ],
  );
}
