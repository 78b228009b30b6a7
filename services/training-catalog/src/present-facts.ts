import { CompletionRevoked, ProgrammePublished, type NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { Completion } from './completions/completion.js';
import { trainingCompleted, type CompletionExtras } from './completions/record-completion.js';

const COMPLETIONS = `SELECT completion_id AS "completionId", employee_id AS "employeeId", programme_id AS "programmeId", session_id AS "sessionId", title,
    organiser, path_code AS "pathCode", scope, quantity_hundredths AS "quantityHundredths", started_on AS "startedOn",
    completed_on AS "completedOn", certificate_number AS "certificateNumber", revoked_reason AS "revokedReason",
    CASE WHEN d.completion_id IS NOT NULL THEN jsonb_build_object('programmeVersion', d.programme_version, 'delivery', d.delivery,
      'competencies', d.competencies, 'developmentTargetId', d.development_target_id, 'certificateId', d.certificate_id) END AS extras
  FROM completion LEFT JOIN completion_detail AS d USING (completion_id) ORDER BY completion_id`;

interface CompletionRow extends Completion {
  readonly revokedReason: string | null;
  readonly extras: CompletionExtras | null;
}

/** The service's present as facts that anyone may apply again: offered programmes for the federation, completions for the region. */
export const presentFacts: SnapshotProvider = async (tx, audience) => {
  if (audience === 'federation') {
    const rows = await tx.query<{ published: ProgrammePublished }>(
      `SELECT published FROM programme WHERE state = 'PUBLISHED' ORDER BY programme_id`,
    );
    return rows.map(
      ({ published }) =>
        ProgrammePublished.create({ subject: published.programmeId, data: published }) as unknown as NewEvent,
    );
  }
  if (audience !== 'local') return [];
  const rows = await tx.query<CompletionRow>(COMPLETIONS);
  return rows.flatMap(({ revokedReason, extras, ...completion }) => {
    const completed = trainingCompleted(completion, {}, extras ?? {});
    return revokedReason === null ? [completed] : [completed, revoked(completion, revokedReason)];
  });
};

function revoked({ completionId, employeeId }: Completion, reason: string): NewEvent {
  const data = { completionId, employeeId, reason };
  return CompletionRevoked.create({ subject: employeeId, data }) as unknown as NewEvent;
}
