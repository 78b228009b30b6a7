import { newId } from '@betang/contracts';
import { AppError, Audit, sqlState, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ApprovalStep, SessionKind } from '../database/training-session.entity.js';

/** Whose consent an enrolment by oneself needs, from a day on. */
export interface EnrolmentRule {
  readonly ruleId: string;
  /** Of one kind of session; null: of all others. */
  readonly kind: SessionKind | null;
  readonly validFrom: string;
  readonly approvals: readonly ApprovalStep[];
  readonly basis: string;
}

const COLUMNS = `rule_id AS "ruleId", kind, valid_from AS "validFrom", approvals, basis`;
const INSERT = `INSERT INTO enrolment_rule (rule_id, kind, valid_from, approvals, basis, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)`;
/** The rule of the kind comes before that of the region, the newer before the older. */
const IN_FORCE = `SELECT approvals FROM enrolment_rule WHERE valid_from <= $2 AND (kind IS NULL OR kind = $1)
  ORDER BY kind IS NULL, valid_from DESC LIMIT 1`;
const UNIQUE_VIOLATION = '23505';

/** Rules of approval, as dated data. */
@Injectable()
export class EnrolmentRules {
  constructor(private readonly audit: Audit) {}

  list(db: SqlClient): Promise<EnrolmentRule[]> {
    return db.query<EnrolmentRule>(`SELECT ${COLUMNS} FROM enrolment_rule ORDER BY kind NULLS FIRST, valid_from`);
  }

  /** The approvals for a session that begins on a day; none where no rule is in force. */
  async approvalsOf(db: SqlClient, kind: SessionKind, day: string): Promise<ApprovalStep[]> {
    const [rule] = await db.query<{ approvals: ApprovalStep[] }>(IN_FORCE, [kind, day]);
    return rule?.approvals ?? [];
  }

  /** Throws `enrolment-rule-exists` (409) for a second one of the same kind and day. */
  async record(tx: Transaction, rule: Omit<EnrolmentRule, 'ruleId'>, actor: string): Promise<EnrolmentRule> {
    const ruleId = newId();
    try {
      await tx.execute(INSERT, [ruleId, rule.kind, rule.validFrom, rule.approvals, rule.basis, actor]);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('enrolment-rule-exists', { status: 409, cause });
      throw cause;
    }
    const object = { type: 'enrolment-rule', id: ruleId };
    await this.audit.record(tx, { actor, action: 'record-enrolment-rule', object });
    return { ruleId, ...rule };
  }
}
