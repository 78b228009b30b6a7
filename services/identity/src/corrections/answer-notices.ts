import type { Notices, Transaction } from '@betang/platform';
import type { OpenCorrection } from './correction-resolver.js';
import { isAsked } from './resolution.js';

/** Tells a person what became of their request to have the record put right (UU 27/2022: the result of a correction is told); others have not asked. */
export async function tellAnswer(
  tx: Transaction,
  notices: Pick<Notices, 'tell'>,
  { correctionId, kind, employeeId }: Pick<OpenCorrection, 'correctionId' | 'kind' | 'employeeId'>,
  refused: boolean,
): Promise<void> {
  if (!isAsked(kind) || employeeId === null) return;
  const code = refused ? 'correction-refused' : 'correction-made';
  const link = '/me/correction-requests';
  await notices.tell(tx, [{ recipientId: employeeId, code, key: `${code}:${correctionId}`, link }]);
}
