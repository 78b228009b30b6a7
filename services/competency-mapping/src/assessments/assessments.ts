import { newId } from '@betang/contracts';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { MappingContexts } from '../profiles/mapping-context.js';
import { ProfileComputation } from '../profiles/profile-computation.js';
import { lockProfiles } from '../profiles/profile-store.js';
import type { Method } from '../rules/dated-rule.js';
import { repeatedResults, resultProblems, validUntilOf, type AssessedResult } from '../evidence/evidence.decision.js';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { findAssessment, findRecorded, insertEvidence, revokeAssessment } from '../evidence/evidence-store.js';

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

/** Levels that colleagues gave together; `answers` is how many of them spoke of the competency. */
export interface PeerResults {
  readonly requestId: string;
  readonly employeeId: string;
  readonly results: readonly (AssessedResult & { readonly answers: number })[];
}

/** Assessments (penilaian kompetensi): results become evidence, and the profile follows in the same transaction. */
@Injectable()
export class Assessments {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly computation: ProfileComputation,
    private readonly audit: Audit,
  ) {}

  /** Throws `assessment-refused` (422) by field, also for what is on record already. */
  async record(tx: Transaction, input: NewAssessment, actor: string): Promise<readonly EvidenceRecord[]> {
    const { competencies, profileRule, today } = await this.contexts.load(tx);
    const wrong = resultProblems(input.results, input.observedOn, input.validUntil, competencies, today);
    if (wrong.length > 0) throw new AppError('assessment-refused', { status: 422, errors: wrong });
    // Who sends the same at the same moment waits here, and then sees it.
    await lockProfiles(tx, [input.employeeId]);
    const repeated = repeatedResults(input, await findRecorded(tx, [input], input.method));
    if (repeated.length > 0) throw new AppError('assessment-refused', { status: 422, errors: repeated });
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
    await this.write(tx, records, actor);
    return records;
  }

  /**
   * What colleagues (rekan kerja) showed together, as of today. The request that they answered is the assessment, by whose id it is revoked; codes are of
   * the dictionary under which they were asked, and count as what became of them.
   */
  async recordPeers(tx: Transaction, { requestId, employeeId, results }: PeerResults, actor: string): Promise<void> {
    const { profileRule, today } = await this.contexts.load(tx);
    const validUntil = validUntilOf(today, profileRule.content.methods.PEER);
    const records = results.map(({ code, level, answers }): EvidenceRecord => ({
      ...{ evidenceId: newId(), employeeId, code, level, method: 'PEER', observedOn: today, validUntil },
      ...{ assessor: `Rekan kerja (${answers} jawaban)`, reference: null, assessmentId: requestId, source: 'ENTRY' },
      ...{ sourceKey: `assessment:${requestId}:${code}`, ruleVersion: profileRule.ruleVersion },
    }));
    await this.write(tx, records, actor);
  }

  /** Evidence of one assessment, with its effect on the profile. */
  private async write(tx: Transaction, records: readonly EvidenceRecord[], actor: string): Promise<void> {
    const { assessmentId, employeeId, method, observedOn } = records[0]!;
    await insertEvidence(tx, records, actor);
    await this.computation.compute(tx, [{ employeeId, cause: 'ASSESSMENT' }], { actor });
    const after = { method, observedOn, competencies: records.length };
    const object = { type: 'assessment', id: assessmentId };
    await this.audit.record(tx, { actor, action: 'record-assessment', object, after });
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
