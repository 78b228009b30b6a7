import { AppError, type Notices, type Transaction } from '@betang/platform';
import { writeActs } from '../claims/claim-store.js';
import { inVisibleUnits } from '../people/people-access.js';
import type { Verifier } from './claim-decisions.js';

const ASSIGN = `UPDATE claim AS c SET assigned_to = $2, version = c.version + 1 FROM person AS p
 WHERE p.employee_id = c.employee_id AND c.claim_id = ANY($1::uuid[]) AND c.state = 'SUBMITTED' AND c.employee_id IS DISTINCT FROM $2::uuid
   AND ${inVisibleUnits('p.unit_id', 3)}
   AND ($2::uuid IS NULL OR c.refused_by_employee IS DISTINCT FROM $2)
 RETURNING c.claim_id AS "claimId", c.state, c.due_on AS "dueOn", c.version`;

interface Assigned {
  readonly claimId: string;
  readonly state: string;
  readonly dueOn: string;
  readonly version: number;
}

/**
 * Names the verifier of claims that wait; claims that do not, or are out of reach, are left out of the answer, and nobody gets a claim of one's own or
 * an appeal against one's own refusal. Whoever is named is told.
 * Throws `person-not-found` (404) for someone who is not in service here.
 */
export async function assignClaims(
  tx: Transaction,
  notices: Notices,
  command: { readonly claimIds: readonly string[]; readonly assignedTo: string | null; readonly verifier: Verifier },
): Promise<readonly { readonly claimId: string; readonly state: string }[]> {
  const { claimIds, assignedTo, verifier } = command;
  if (assignedTo !== null) {
    const known = await tx.query('SELECT 1 FROM person WHERE employee_id = $1 AND left_on IS NULL', [assignedTo]);
    if (known.length === 0) throw new AppError('person-not-found', { status: 404, field: 'assignedTo' });
  }
  const assigned = await tx.query<Assigned>(ASSIGN, [claimIds, assignedTo, verifier.visible]);
  if (assigned.length > 0)
    await writeActs(
      tx,
      verifier.subject,
      assigned.map(({ claimId }) => ({ claimId, act: 'ASSIGNED' })),
    );
  if (assignedTo !== null)
    await notices.tell(
      tx,
      assigned.map(({ claimId, dueOn, version }) => ({
        recipientId: assignedTo,
        key: `claim-assigned:${claimId}:${version}`,
        code: 'claim-waiting',
        params: { dueOn },
        link: `/verification/${claimId}`,
      })),
    );
  return assigned.map(({ claimId, state }) => ({ claimId, state }));
}
