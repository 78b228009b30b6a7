import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { newId } from '@betang/contracts';
import { AppError, Audit, Files, ServiceDatabase, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ReportingConfig } from '../reporting.config.js';
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
const ACTOR = 'reporting';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn, and name the files that went with it. */
const ERASE: Readonly<Record<RetentionKind, string>> = {
  REPORT_FILE: `DELETE FROM report_run WHERE run_id IN (SELECT run_id FROM report_run WHERE made_at < $1::date LIMIT $2) RETURNING run_id AS id`,
  // Entries are known by their ids alone from then on: one that comes again counts no second time.
  LEARNER_FACTS: `DELETE FROM learner_month AS m WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM learner_month WHERE make_date(year, month, 1) + interval '1 month' <= $1::date LIMIT $2)) RETURNING NULL::uuid AS id`,
};

/** Rules of retention (retensi) as dated data, and the nightly work by them. */
@Injectable()
export class RetentionRules {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Throws `report-retention-exists` (409), and as {@link checkNewRule} does. */
  async record(tx: Transaction, rule: Omit<RetentionRule, 'ruleId'>, actor: string): Promise<RetentionRule> {
    checkNewRule(rule, this.today());
    const ruleId = newId();
    const { kind, keepDays, validFrom, basis, certainty } = rule;
    try {
      await tx.execute(INSERT, [ruleId, kind, keepDays, validFrom, basis, certainty, actor]);
    } catch (cause) {
      if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
      throw new AppError('report-retention-exists', { status: 409, field: 'validFrom', cause });
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
      const rule = ruleOn(rules, kind, this.today());
      for (let turn = 0; rule !== undefined && turn < TURNS_A_NIGHT; turn += 1) {
        const cleared = await this.turn(rule);
        erased += cleared;
        if (cleared < ROWS_A_TURN) break;
      }
    }
    return erased;
  }

  private turn(rule: RetentionRule): Promise<number> {
    const since = keptSince(rule, this.today());
    return this.database.unitOfWork.run(async (tx) => {
      const gone = await tx.query<{ id: string | null }>(ERASE[rule.kind], [since, ROWS_A_TURN]);
      for (const { id } of gone) if (id !== null) await this.files.detach(tx, { type: 'report-run', id });
      const erased = gone.length;
      if (erased === 0) return 0;
      const { ruleId, kind, basis } = rule;
      await tx.execute(KEEP_RUN, [newId(), ruleId, kind, erased, this.clock.now()]);
      const object = { type: 'retention-rule', id: ruleId };
      await this.audit.record(tx, { actor: ACTOR, action: 'erase-by-retention', object, reason: basis });
      return erased;
    });
  }

  /** The region's day. */
  private today(): string {
    return calendarDateAt(this.clock.now(), timeZoneOf(RegionCode.parse(this.config.region))).iso;
  }
}
