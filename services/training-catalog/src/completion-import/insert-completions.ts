import type { SqlClient } from '@betang/platform';
import type { Completion } from '../completions/completion.js';

/** A record that is on record already, or twice in the file, adds nothing. */
const INSERT = `INSERT INTO completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on,
    certificate_number, source_key, import_id, recorded_by)
  SELECT i, e, t, o, p, s, q, f, l, c, k, $12, $13
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::date[], $9::date[], $10::text[], $11::text[])
      AS u(i, e, t, o, p, s, q, f, l, c, k)
  ON CONFLICT (source_key) WHERE source_key IS NOT NULL AND revoked_at IS NULL DO NOTHING
  RETURNING completion_id AS id`;

export interface FoundRecord {
  readonly completion: Completion;
  readonly sourceKey: string;
}

/** Puts completions from a file on record and answers those that were new. */
export async function insertCompletions(
  tx: SqlClient,
  found: readonly FoundRecord[],
  { importId, recordedBy }: { readonly importId: string; readonly recordedBy: string },
): Promise<Completion[]> {
  if (found.length === 0) return [];
  const completions = found.map(({ completion }) => completion);
  const inserted = await tx.query<{ id: string }>(INSERT, [
    completions.map(({ completionId }) => completionId),
    completions.map(({ employeeId }) => employeeId),
    completions.map(({ title }) => title),
    completions.map(({ organiser }) => organiser),
    completions.map(({ pathCode }) => pathCode),
    completions.map(({ scope }) => scope),
    completions.map(({ quantityHundredths }) => quantityHundredths),
    completions.map(({ startedOn }) => startedOn),
    completions.map(({ completedOn }) => completedOn),
    completions.map(({ certificateNumber }) => certificateNumber),
    found.map(({ sourceKey }) => sourceKey),
    importId,
    recordedBy,
  ]);
  const ids = new Set(inserted.map(({ id }) => id));
  return completions.filter(({ completionId }) => ids.has(completionId));
}
