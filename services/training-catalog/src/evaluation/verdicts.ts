import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Publication } from '../publication/publication.js';
import { getEvaluationRule } from './evaluation-rule.js';
import { programmeEvidence } from './programme-evidence.queries.js';
import {
  recommendProgramme,
  type ProgrammeEvidence,
  type Recommendation,
  type Verdict,
} from './recommend-programme.decision.js';

export interface ProgrammeEvaluation {
  readonly programmeId: string;
  readonly year: number;
  readonly evidence: ProgrammeEvidence;
  readonly recommendation: Recommendation;
}

export interface RecordedVerdict {
  readonly verdictId: string;
  readonly programmeId: string;
  readonly year: number;
  readonly outcome: Verdict;
  readonly reason: string;
  readonly recommended: string;
  readonly evidence: ProgrammeEvidence;
  readonly decidedOn: string;
}

export const VERDICT_COLUMNS = `v.verdict_id AS "verdictId", v.programme_id AS "programmeId", v.year, v.outcome, v.reason, v.recommended, v.evidence,
  v.decided_on AS "decidedOn"`;
const KNOWN = `SELECT 1 FROM programme WHERE programme_id = $1 UNION ALL SELECT 1 FROM shared_programme WHERE programme_id = $1 LIMIT 1`;
const INSERT = `INSERT INTO programme_verdict (verdict_id, programme_id, year, outcome, reason, recommended, evidence, decided_on, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
/** Held until the transaction ends: of an officer who keeps it and one who drops it, the second one knows of the first. */
const OWN = `SELECT state FROM programme WHERE programme_id = $1 FOR UPDATE`;

/** Keep, change or drop: a programme's evidence, what it speaks for, and what was decided. */
@Injectable()
export class Verdicts {
  constructor(
    private readonly publication: Publication,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `programme-not-found` (404). */
  async evaluate(db: SqlClient, programmeId: string, year: number): Promise<ProgrammeEvaluation> {
    if ((await db.query(KNOWN, [programmeId])).length === 0) throw new AppError('programme-not-found', { status: 404 });
    const evidence = await programmeEvidence(db, programmeId, year);
    const rule = await getEvaluationRule(db, this.clock.today());
    return { programmeId, year, evidence, recommendation: recommendProgramme(evidence, rule) };
  }

  /**
   * Puts a decision on record with the evidence of today. Dropping withdraws the region's own published programme. Throws
   * `programme-not-found` (404), `evidence-missing` (409) for a programme of which no session was held, `programme-withdrawn` (409) for keeping or
   * changing what is offered no more.
   */
  async decide(
    tx: Transaction,
    programmeId: string,
    { year, outcome, reason }: { year: number; outcome: Verdict; reason: string },
    actor: string,
  ): Promise<RecordedVerdict> {
    const own = await ownState(tx, programmeId);
    const { evidence, recommendation } = await this.evaluate(tx, programmeId, year);
    if (evidence.sessions === 0) throw new AppError('evidence-missing', { status: 409 });
    if (own === 'WITHDRAWN' && outcome !== 'DROP') throw new AppError('programme-withdrawn', { status: 409 });
    const verdictId = newId();
    const decidedOn = this.clock.today();
    const recommended = recommendation.verdict;
    const values = [
      verdictId,
      programmeId,
      year,
      outcome,
      reason,
      recommended,
      JSON.stringify(evidence),
      decidedOn,
      actor,
    ];
    await tx.execute(INSERT, values);
    // Another region's programme is for that region to withdraw.
    if (outcome === 'DROP' && own === 'PUBLISHED') await this.publication.withdraw(tx, programmeId, reason, actor);
    const object = { type: 'programme', id: programmeId };
    await this.audit.record(tx, { actor, action: 'decide-programme', object, after: { outcome, year }, reason });
    return { verdictId, programmeId, year, outcome, reason, recommended, evidence, decidedOn };
  }
}

/** Undefined: no programme of this region. */
async function ownState(tx: Transaction, programmeId: string): Promise<string | undefined> {
  const [own] = await tx.query<{ state: string }>(OWN, [programmeId]);
  return own?.state;
}
