import { CompletionRevoked, TrainingCompleted, newId } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import { EventPattern } from '../events.js';
import { PlanRealisation } from '../individual-plans/plan-realisation.js';
import { validUntilOf } from '../evidence/evidence.decision.js';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { insertEvidence } from '../evidence/evidence-store.js';
import { underStaying } from '../people/joined-records.js';

/** Competencies of completions by id: what revokes them carries the id alone. */
const REVOKE = `INSERT INTO revoked_completion (completion_id, reason) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING`;
const REVOKE_EVIDENCE = `UPDATE evidence AS e SET revoked_at = now(), revoked_reason = u.r, revoked_event_id = u.v
   FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS u(i, r, v)
  WHERE e.assessment_id = u.i AND e.source = 'TRAINING' AND e.revoked_at IS NULL RETURNING e.employee_id AS "employeeId"`;
const ALREADY_REVOKED = `SELECT completion_id AS id FROM revoked_completion WHERE completion_id = ANY($1::uuid[])`;

/**
 * Completed training as evidence, by the rule of its method on the day that the event is handled: the levels that the programme leads to, for
 * as long as the rule says. A programme that names no level shows none.
 */
@Controller()
export class TrainingEvidenceHandlers {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
    private readonly realisation: PlanRealisation,
  ) {}

  @EventPattern(TrainingCompleted, 'process')
  async completed(
    received: readonly ReceivedEvent<typeof TrainingCompleted>[],
    { transaction: tx }: EventBatch,
  ): Promise<void> {
    const leading = received.filter(({ data }) => data.competencies && data.competencies.length > 0);
    if (leading.length === 0) return;
    const events = await underStaying(tx, leading);
    const { profileRule } = await this.contexts.load(tx);
    const ids = events.map(({ data }) => data.completionId);
    const revoked = new Set(
      (await tx.prepared<{ id: string }>('completions-revoked', ALREADY_REVOKED, [ids])).map(({ id }) => id),
    );
    const rule = profileRule.content.methods.TRAINING;
    const records = events.flatMap(({ id, data }): EvidenceRecord[] =>
      revoked.has(data.completionId)
        ? []
        : (data.competencies ?? []).flatMap(({ code, level }) =>
            level === null
              ? []
              : [
                  {
                    evidenceId: newId(),
                    employeeId: data.employeeId,
                    code,
                    level,
                    method: 'TRAINING' as const,
                    assessor: data.organiser,
                    observedOn: data.completedOn,
                    validUntil: validUntilOf(data.completedOn, rule),
                    reference: data.certificateNumber,
                    assessmentId: data.completionId,
                    source: 'TRAINING' as const,
                    sourceKey: `training:${data.completionId}:${code}`,
                    ruleVersion: profileRule.ruleVersion,
                    eventId: id,
                  },
                ],
          ),
    );
    await this.realisation.realise(
      tx,
      events.map(({ data }) => data).filter(({ completionId }) => !revoked.has(completionId)),
    );
    const added = await insertEvidence(tx, records, 'training-catalog');
    await this.compute(
      tx,
      added.map(({ employeeId }) => employeeId),
      'TRAINING',
      events,
    );
  }

  @EventPattern(CompletionRevoked, 'process')
  async revoked(
    events: readonly ReceivedEvent<typeof CompletionRevoked>[],
    { transaction: tx }: EventBatch,
  ): Promise<void> {
    const values = [events.map(({ data }) => data.completionId), events.map(({ data }) => data.reason)];
    await tx.execute(REVOKE, values);
    await this.realisation.reopen(tx, values[0]!);
    const rows = await tx.query<{ employeeId: string }>(REVOKE_EVIDENCE, [...values, events.map(({ id }) => id)]);
    await this.compute(
      tx,
      rows.map(({ employeeId }) => employeeId),
      'REVOCATION',
      events,
    );
  }

  private async compute(
    tx: EventBatch['transaction'],
    employeeIds: readonly string[],
    cause: 'TRAINING' | 'REVOCATION',
    events: readonly PersonEvent[],
  ): Promise<void> {
    const byPerson = new Map(events.map(({ id, data }) => [data.employeeId, id]));
    const people = [...new Set(employeeIds)].map((employeeId) => {
      const causationId = byPerson.get(employeeId);
      return { employeeId, cause, ...(causationId === undefined ? {} : { causationId }) };
    });
    await this.computation.compute(tx, people);
  }
}

interface PersonEvent {
  readonly id: string;
  readonly data: { readonly employeeId: string };
}
