import { AppError, type Transaction } from '@betang/platform';
import { writeActs } from '../claims/claim-store.js';
import { inVisibleUnits } from '../people/people-access.js';
import type { Verifier } from './claim-decisions.js';

const ASSIGN = `UPDATE claim AS c SET assigned_to = $2, version = c.version + 1 FROM person AS p
 WHERE p.employee_id = c.employee_id AND c.claim_id = ANY($1::uuid[]) AND c.state = 'SUBMITTED' AND c.employee_id IS DISTINCT FROM $2
   AND ${inVisibleUnits('p.unit_id', 3)}
 RETURNING c.claim_id AS "claimId", c.state`;

/**
 * Names the verifier of claims that wait; claims that do not, or are out of reach, are left out of the answer, and nobody gets a claim of one's own.
 * Throws `person-not-found` (404) for someone who is not in service here.
 */
export async function assignClaims(
  tx: Transaction,
  command: { readonly claimIds: readonly string[]; readonly assignedTo: string | null; readonly verifier: Verifier },
): Promise<readonly { readonly claimId: string; readonly state: string }[]> {
  const { claimIds, assignedTo, verifier } = command;
  if (assignedTo !== null) {
    const known = await tx.query('SELECT 1 FROM person WHERE employee_id = $1 AND left_on IS NULL', [assignedTo]);
    if (known.length === 0) throw new AppError('person-not-found', { status: 404, field: 'assignedTo' });
  }
  const assigned = await tx.query<{ claimId: string; state: string }>(ASSIGN, [claimIds, assignedTo, verifier.visible]);
  if (assigned.length > 0)
    await writeActs(
      tx,
      verifier.subject,
      assigned.map(({ claimId }) => ({ claimId, act: 'ASSIGNED' })),
    );
  return assigned;
}
