import { newId } from '@betang/contracts';
import { AppError, Audit, sqlState, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { checkNewRule, type RetentionRule } from './retention-rule.decision.js';

const SELECT = `SELECT rule_id AS "ruleId", kind, keep_days AS "keepDays", valid_from AS "validFrom", basis, certainty FROM retention_rule
  ORDER BY kind, valid_from DESC`;
const INSERT = `INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UNIQUE_VIOLATION = '23505';

/** Rules of retention, as dated data. */
@Injectable()
export class RetentionRules {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  list(db: SqlClient): Promise<RetentionRule[]> {
    return db.query<RetentionRule>(SELECT);
  }

  /** Throws `catalogue-retention-exists` (409), and as {@link checkNewRule} does. */
  async record(tx: Transaction, rule: Omit<RetentionRule, 'ruleId'>, actor: string): Promise<RetentionRule> {
    checkNewRule(rule, this.clock.today());
    const ruleId = newId();
    const { kind, keepDays, validFrom, basis, certainty } = rule;
    try {
      await tx.execute(INSERT, [ruleId, kind, keepDays, validFrom, basis, certainty, actor]);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION)
        throw new AppError('catalogue-retention-exists', { status: 409, field: 'validFrom', cause });
      throw cause;
    }
    const object = { type: 'retention-rule', id: ruleId };
    const after = { kind, keepDays, validFrom };
    await this.audit.record(tx, { actor, action: 'record-retention-rule', object, reason: basis, after });
    return { ruleId, ...rule };
  }
}
