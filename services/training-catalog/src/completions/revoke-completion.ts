import { CompletionRevoked } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Idempotency, type IdempotentRequest, type OnceAnswer } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { CompletionProof } from './completion-proof.js';
import type { CompletionRecorded } from './record-completion.js';
import { causeOf } from '../request-cause.js';

const FIND = `SELECT c.employee_id AS "employeeId", c.revoked_at IS NOT NULL AS revoked
  FROM completion AS c JOIN employee AS e USING (employee_id)
 WHERE c.completion_id = $1 AND ${inVisibleUnits('e.unit_id', 2)} FOR UPDATE OF c`;

const REVOKE = `UPDATE completion SET revoked_at = now(), revoked_by = $2, revoked_reason = $3 WHERE completion_id = $1`;

const DONE = 200;

export interface RevokeCompletion {
  readonly completionId: string;
  readonly reason: string;
  readonly actor: string;
  readonly visible: VisibleUnits;
}

/** Takes a completion back: it was recorded in error, or its certificate was withdrawn. The row stays. */
@Injectable()
export class CompletionRevoker {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly proof: CompletionProof,
  ) {}

  /** Throws `completion-not-found` (404) and `completion-revoked-already` (409). */
  revoke(command: RevokeCompletion, request: IdempotentRequest): Promise<OnceAnswer<CompletionRecorded>> {
    const { completionId, reason, actor, visible } = command;
    return this.idempotency.run(
      request,
      async (tx) => {
        const [found] = await tx.query<{ employeeId: string; revoked: boolean }>(FIND, [completionId, visible]);
        if (!found) throw new AppError('completion-not-found', { status: 404 });
        if (found.revoked) throw new AppError('completion-revoked-already', { status: 409 });
        await tx.execute(REVOKE, [completionId, actor, reason]);
        await this.proof.revokeOf(tx, completionId, reason, actor);
        const data = { completionId, employeeId: found.employeeId, reason };
        const event = CompletionRevoked.create({ subject: found.employeeId, data, cause: causeOf(actor) });
        await this.outbox.append(tx, [event as never]);
        await this.audit.record(tx, {
          actor,
          action: 'revoke-completion',
          object: { type: 'completion', id: completionId },
          reason,
        });
        return { completionId };
      },
      DONE,
    );
  }
}
