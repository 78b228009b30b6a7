import { newId } from '@betang/contracts';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import type { Method } from '../rules/dated-rule.js';
import { resultProblems, validUntilOf, type AssessedResult } from './evidence.decision.js';
import type { EvidenceRecord } from './evidence-record.js';
import { findAssessment, insertEvidence, revokeAssessment } from './evidence-store.js';

export interface NewAssessment {
  readonly employeeId: string;
  readonly method: Method;
  readonly assessor: string;
  readonly observedOn: string;
  /** Null: by the rule of the method. */
  readonly validUntil: string | null;
  readonly reference: string | null;
  readonly results: readonly AssessedResult[];
}

/** Assessments (penilaian kompetensi): results become evidence, and the profile follows in the same transaction. */
@Injectable()
export class Assessments {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
    private readonly audit: Audit,
  ) {}

  /** Throws `assessment-refused` (422) by field. */
  async record(tx: Transaction, input: NewAssessment, actor: string): Promise<readonly EvidenceRecord[]> {
    const { competencies, profileRule, today } = await this.contexts.load(tx);
    const errors = resultProblems(input.results, input.observedOn, input.validUntil, competencies, today);
    if (errors.length > 0) throw new AppError('assessment-refused', { status: 422, errors });
    const assessmentId = newId();
    const validUntil = input.validUntil ?? validUntilOf(input.observedOn, profileRule.content.methods[input.method]);
    const records = input.results.map(({ code, level }): EvidenceRecord => ({
      evidenceId: newId(),
      employeeId: input.employeeId,
      code,
      level,
      method: input.method,
      assessor: input.assessor,
      observedOn: input.observedOn,
      validUntil,
      reference: input.reference,
      assessmentId,
      source: 'ENTRY',
      sourceKey: `assessment:${assessmentId}:${code}`,
      ruleVersion: profileRule.ruleVersion,
    }));
    await insertEvidence(tx, records, actor);
    await this.computation.compute(tx, [{ employeeId: input.employeeId, cause: 'ASSESSMENT' }], { actor });
    const after = { method: input.method, observedOn: input.observedOn, competencies: records.length };
    await this.audit.record(tx, {
      actor,
      action: 'record-assessment',
      object: { type: 'assessment', id: assessmentId },
      after,
    });
    return records;
  }

  /**
   * Takes an assessment back, with its effect on the profile. Throws `assessment-not-found` (404), `evidence-of-others` (409) for what training-catalog
   * or another region recorded: there it is taken back, and it follows.
   */
  async revoke(tx: Transaction, assessmentId: string, reason: string, actor: string): Promise<void> {
    const { source } = await this.getFirst(tx, assessmentId);
    if (source === 'TRAINING' || source === 'TRANSFER') throw new AppError('evidence-of-others', { status: 409 });
    const employees = await revokeAssessment(tx, assessmentId, reason);
    if (employees.length === 0) throw new AppError('assessment-not-found', { status: 404 });
    const people = employees.map((employeeId) => ({ employeeId, cause: 'REVOCATION' as const }));
    await this.computation.compute(tx, people, { actor });
    const object = { type: 'assessment', id: assessmentId };
    await this.audit.record(tx, { actor, action: 'revoke-assessment', object, reason });
  }

  /** Throws `assessment-not-found` (404). */
  async getEmployee(tx: SqlClient, assessmentId: string): Promise<string> {
    return (await this.getFirst(tx, assessmentId)).employeeId;
  }

  private async getFirst(tx: SqlClient, assessmentId: string): Promise<EvidenceRecord> {
    const [first] = await findAssessment(tx, assessmentId);
    if (!first) throw new AppError('assessment-not-found', { status: 404 });
    return first;
  }
}
