import { newId, type TrainingCompleted } from '@betang/contracts';
import { AppError, type Transaction } from '@betang/platform';
import type { Completion } from './completion.js';
import type { CompletionExtras } from './record-completion.js';

const RESTORE = `INSERT INTO completion (completion_id, employee_id, programme_id, session_id, title, organiser, path_code, scope, quantity_hundredths,
    started_on, completed_on, certificate_number, source_key, import_id, recorded_by)
  SELECT $2, employee_id, programme_id, session_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on,
    certificate_number, source_key, import_id, $3 FROM completion WHERE completion_id = $1 AND revoked_at IS NOT NULL
  ON CONFLICT DO NOTHING
  RETURNING completion_id AS "completionId", employee_id AS "employeeId", programme_id AS "programmeId", session_id AS "sessionId", title, organiser,
    path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths", started_on AS "startedOn", completed_on AS "completedOn",
    certificate_number AS "certificateNumber"`;
const DETAIL = `INSERT INTO completion_detail (completion_id, programme_version, delivery, competencies, development_target_id)
  SELECT $2, programme_version, delivery, competencies, development_target_id FROM completion_detail WHERE completion_id = $1
  RETURNING programme_version AS "programmeVersion", delivery, competencies, development_target_id AS "developmentTargetId"`;

export interface RestoredCompletion {
  readonly completion: Completion;
  readonly extras: CompletionExtras;
}

/**
 * Records anew what was revoked by mistake. The revoked row stays as it is, and what was told of it holds: the new one has an id of its own. Throws
 * `completion-recorded-anew` (409) where the same record stands already under another completion.
 */
export async function restoreCompletion(
  tx: Transaction,
  completionId: string,
  actor: string,
): Promise<RestoredCompletion> {
  const restoredId = newId();
  const [completion] = await tx.query<Completion>(RESTORE, [completionId, restoredId, actor]);
  if (!completion) throw new AppError('completion-recorded-anew', { status: 409 });
  type Detail = Pick<TrainingCompleted, 'programmeVersion' | 'delivery' | 'competencies' | 'developmentTargetId'>;
  const [detail] = await tx.query<Detail>(DETAIL, [completionId, restoredId]);
  return { completion, extras: detail ?? {} };
}
