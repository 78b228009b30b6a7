import { newId } from '@betang/contracts';
import { AppError, Audit, ServiceDatabase, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import {
  RETENTION_KINDS,
  checkNewRule,
  keptSince,
  ruleOn,
  type RetentionKind,
  type RetentionRule,
} from './retention-rule.decision.js';

const RULES = `SELECT rule_id AS "ruleId", kind, keep_days AS "keepDays", to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", basis, certainty FROM retention_rule`;
const INSERT = `INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const KEEP_RUN = `INSERT INTO retention_run (run_id, rule_id, kind, erased, finished_at) VALUES ($1, $2, $3, $4, $5)`;
const UNIQUE_VIOLATION = '23505';
/** No transaction stays open for long: an open one hides the outboxes of the whole region. */
const ROWS_A_TURN = 500;
const TURNS_A_NIGHT = 500;
const ACTOR = 'learning-hours';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn; what was booked stays in the ledger. */
const ERASE: Readonly<Record<RetentionKind, string>> = {
  SIASN_RECORDS: `DELETE FROM reconciliation_line WHERE line_id IN (
    SELECT l.line_id FROM reconciliation_line AS l JOIN reconciliation AS r USING (reconciliation_id)
     WHERE coalesce(r.finished_at, r.started_at) < $1::date AND r.state IN ('READY', 'DONE', 'FAILED') ORDER BY l.line_id LIMIT $2)`,
  SIASN_MAIN_DATA: `DELETE FROM siasn_person WHERE employee_id IN (SELECT employee_id FROM siasn_person WHERE pulled_at < $1::date LIMIT $2)`,
};

/** Rules of retention (retensi) as dated data, and the nightly work by them. */
@Injectable()
export class RetentionRules {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `hours-retention-exists` (409), and as {@link checkNewRule} does. */
  async record(tx: Transaction, rule: Omit<RetentionRule, 'ruleId'>, actor: string): Promise<RetentionRule> {
    checkNewRule(rule, this.clock.today());
    const ruleId = newId();
    const { kind, keepDays, validFrom, basis, certainty } = rule;
    try {
      await tx.execute(INSERT, [ruleId, kind, keepDays, validFrom, basis, certainty, actor]);
    } catch (cause) {
      if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
      throw new AppError('hours-retention-exists', { status: 409, field: 'validFrom', cause });
    }
    const object = { type: 'retention-rule', id: ruleId };
    const after = { kind, keepDays, validFrom };
    await this.audit.record(tx, { actor, action: 'record-retention-rule', object, reason: basis, after });
    return { ruleId, kind, keepDays, validFrom, basis, certainty };
  }

  /** Takes away what is kept no longer, in short turns; answers how many rows. What one night does not reach the next one does. */
  async sweep(): Promise<number> {
    const rules = await this.database.query<RetentionRule>(RULES);
    let erased = 0;
    for (const kind of RETENTION_KINDS) {
      const rule = ruleOn(rules, kind, this.clock.today());
      for (let turn = 0; rule !== undefined && turn < TURNS_A_NIGHT; turn += 1) {
        const cleared = await this.turn(rule);
        erased += cleared;
        if (cleared < ROWS_A_TURN) break;
      }
    }
    return erased;
  }

  private turn(rule: RetentionRule): Promise<number> {
    const since = keptSince(rule, this.clock.today());
    return this.database.unitOfWork.run(async (tx) => {
      const erased = await tx.execute(ERASE[rule.kind], [since, ROWS_A_TURN]);
      if (erased === 0) return 0;
      const { ruleId, kind, basis } = rule;
      await tx.execute(KEEP_RUN, [newId(), ruleId, kind, erased, this.clock.now()]);
      const object = { type: 'retention-rule', id: ruleId };
      await this.audit.record(tx, { actor: ACTOR, action: 'erase-by-retention', object, reason: basis });
      return erased;
    });
  }
}
