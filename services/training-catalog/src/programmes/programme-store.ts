import { AppError, type AuditRecord, type Transaction } from '@betang/platform';
import { ProgrammeEntity } from '../database/programme.entity.js';

/** The programme, locked to the transaction's end. Throws `programme-not-found` (404). */
export async function lockProgramme(tx: Transaction, programmeId: string): Promise<ProgrammeEntity> {
  const found = await tx.manager.findOne(ProgrammeEntity, {
    where: { programmeId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!found) throw new AppError('programme-not-found', { status: 404 });
  return found;
}

export async function saveProgramme(tx: Transaction, programme: ProgrammeEntity): Promise<void> {
  const { programmeId, createdAt: _createdAt, ...changes } = programme;
  await tx.manager.update(ProgrammeEntity, { programmeId }, changes);
}

/** The audit entry of a command on a programme. */
export function programmeEntry(
  actor: string,
  action: string,
  programme: ProgrammeEntity,
  reason?: string,
): AuditRecord {
  const { programmeId, state, title, hours, revision, developmentTargetId } = programme;
  const object = { type: 'programme', id: programmeId };
  const after = { state, title, hours, revision, developmentTargetId };
  return { actor, action, object, after, ...(reason === undefined ? {} : { reason }) };
}
