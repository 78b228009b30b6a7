import { AppError, Audit, ServiceDatabase, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { recodeItems } from '../individual-plans/recode-items.js';
import { recodeRaisedNeeds, recodeTargetTies } from '../needs/recode-needs.js';
import { recodePlanLines } from '../plans/recode-plan-lines.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { loadSplits } from '../dictionary/split-store.js';
import { findCandidates, type Candidate } from './unanswered.decision.js';
import type { CodeStep } from '../dictionary/dictionary.js';

/** What may name a code that the dictionary lacks: lines of plans that are not fixed, open needs, ties to targets, activities that are not done. */
export const ASKED_KINDS = ['PLAN_LINE', 'RAISED_NEED', 'TARGET_TIE', 'INDIVIDUAL_ITEM'] as const;
export type AskedKind = (typeof ASKED_KINDS)[number];

const UNANSWERED = `SELECT kind, code AS "fromCode", n::integer AS "count" FROM (
    SELECT 'PLAN_LINE' AS kind, l.competency_code AS code, count(*) AS n FROM plan_line AS l JOIN plan AS p USING (plan_id)
     WHERE p.state IN ('DRAFT', 'INVENTORIED', 'VERIFIED', 'VALIDATED') GROUP BY 2
    UNION ALL SELECT 'RAISED_NEED', competency_code, count(*) FROM raised_need WHERE closed_reason IS NULL GROUP BY 2
    UNION ALL SELECT 'TARGET_TIE', competency_code, count(*) FROM competency_target GROUP BY 2
    UNION ALL SELECT 'INDIVIDUAL_ITEM', competency_code, count(*) FROM individual_plan_item WHERE realised_on IS NULL GROUP BY 2) AS asked
 WHERE code NOT IN (SELECT code FROM competency WHERE dictionary_id = $1) ORDER BY code, kind`;

const FOLLOW = {
  PLAN_LINE: recodePlanLines,
  RAISED_NEED: recodeRaisedNeeds,
  TARGET_TIE: recodeTargetTies,
  INDIVIDUAL_ITEM: recodeItems,
} as const;

export interface Unanswered {
  readonly kind: AskedKind;
  readonly fromCode: string;
  readonly count: number;
  /** What it became, where it was split. */
  readonly candidates: readonly Candidate[];
}

export interface Answered {
  readonly kind: AskedKind;
  readonly fromCode: string;
  readonly toCode: string;
  readonly mapped: number;
}

/** What a new dictionary left to be answered: things that name a code which is gone, or was split into several. */
@Injectable()
export class UnansweredCodes {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
  ) {}

  async list(db: SqlClient = this.database): Promise<Unanswered[]> {
    const { dictionary, currentCodes } = await this.contexts.load(db);
    const rows = await db.query<Omit<Unanswered, 'candidates'>>(UNANSWERED, [dictionary.dictionaryId]);
    const splits = await loadSplits(db);
    return rows.map((row) => ({ ...row, candidates: findCandidates(row.fromCode, splits, currentCodes) }));
  }

  /** Takes all of a kind that name a code over to one of today. Throws `answer-refused` (422) by field. */
  async answer(
    tx: Transaction,
    { kind, fromCode, toCode }: Omit<Answered, 'mapped'>,
    actor: string,
  ): Promise<Answered> {
    const { competencies } = await this.contexts.load(tx);
    const competency = competencies.get(toCode);
    const asked = (await this.list(tx)).find((row) => row.kind === kind && row.fromCode === fromCode);
    const errors = [
      ...(competency ? [] : [{ field: 'competencyCode', code: 'evidence.competency-unknown' }]),
      ...(asked ? [] : [{ field: 'code', code: 'dictionary.nothing-asked' }]),
    ];
    if (!competency || !asked) throw new AppError('answer-refused', { status: 422, errors });
    const levels = asked.candidates.find((candidate) => candidate.code === toCode)?.levels ?? [0, 1, 2, 3, 4, 5];
    const step: CodeStep = { fromCode, toCode, levels: levels.map((level) => Math.min(level, competency.maxLevel)) };
    const { mapped } = await FOLLOW[kind](tx, [step]);
    const object = { type: 'competency-code', id: fromCode };
    await this.audit.record(tx, { actor, action: 'answer-succession', object, after: { kind, toCode, mapped } });
    return { kind, fromCode, toCode, mapped };
  }
}
