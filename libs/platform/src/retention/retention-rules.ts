import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { Provider } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { Audit } from '../audit/audit.js';
import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { sqlState } from '../errors/sql-state.js';
import type { Transaction } from '../database/transaction.js';
import { AppError } from '../errors/app-error.js';
import type { RetentionDefinition } from './retention-definition.js';
import { checkNewRule, keptSince, ruleOn } from './retention-rule.decision.js';
import type { RetentionRule } from './retention-rule.decision.js';

/** Dated rules; lists of them begin with it too. */
export const SELECT_RULES = `SELECT rule_id AS "ruleId", kind, keep_days AS "keepDays", to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", basis, certainty FROM retention_rule`;
const INSERT = `INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const KEEP_RUN = `INSERT INTO retention_run (run_id, rule_id, kind, erased, finished_at) VALUES ($1, $2, $3, $4, $5)`;
const UNIQUE_VIOLATION = '23505';
/** No transaction stays open for long: an open one hides the outboxes of the whole region. */
const ROWS_A_TURN = 500;
const TURNS_A_NIGHT = 500;

/** The rule of a kind that holds today, and the day since which it keeps. */
export interface RuleToday extends RetentionRule {
  readonly since: string;
}

/** Takes away at most `rows` of what is from before the day `since`; answers how many. */
export type EraseTurn = (tx: Transaction, since: string, rows: number) => Promise<number>;

/** What time it is. */
interface RetentionClock {
  now(): Date;
}

/** Rules of retention (retensi) as dated data in the service's own table `retention_rule`, and what they took away in `retention_run`. */
export class RetentionRules {
  constructor(
    private readonly definition: RetentionDefinition,
    private readonly region: string,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly clock: RetentionClock,
  ) {}

  /** Throws the definition's `exists` (409), and as {@link checkNewRule} does. */
  async record(tx: Transaction, rule: Omit<RetentionRule, 'ruleId'>, actor: string): Promise<RetentionRule> {
    checkNewRule(rule, this.definition, this.today());
    const ruleId = uuidv7();
    const { kind, keepDays, validFrom, basis, certainty } = rule;
    try {
      await tx.execute(INSERT, [ruleId, kind, keepDays, validFrom, basis, certainty, actor]);
    } catch (cause) {
      if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
      throw new AppError(this.definition.codes.exists, { status: 409, field: 'validFrom', cause });
    }
    const object = { type: 'retention-rule', id: ruleId };
    const after = { kind, keepDays, validFrom };
    await this.audit.record(tx, { actor, action: 'record-retention-rule', object, reason: basis, after });
    return { ruleId, kind, keepDays, validFrom, basis, certainty };
  }

  async findToday(kind: string): Promise<RuleToday | undefined> {
    const rules = await this.database.query<RetentionRule>(`${SELECT_RULES} WHERE kind = $1`, [kind]);
    const rule = ruleOn(rules, kind, this.today());
    return rule && { ...rule, since: keptSince(rule, this.today()) };
  }

  /** Takes away what is kept no longer, in short turns; answers how many rows. What one night does not reach the next one does. */
  async sweep(kinds: Readonly<Record<string, EraseTurn>>): Promise<number> {
    let erased = 0;
    for (const [kind, erase] of Object.entries(kinds)) {
      const rule = await this.findToday(kind);
      for (let turn = 0; rule !== undefined && turn < TURNS_A_NIGHT; turn += 1) {
        const cleared = await this.turn(rule, (tx) => erase(tx, rule.since, ROWS_A_TURN));
        erased += cleared;
        if (cleared < ROWS_A_TURN) break;
      }
    }
    return erased;
  }

  /** One short transaction that takes something away by a rule, on record with how much that was; answers how much. */
  turn({ ruleId, kind, basis }: RetentionRule, erase: (tx: Transaction) => Promise<number>): Promise<number> {
    return this.database.unitOfWork.run(async (tx) => {
      const erased = await erase(tx);
      if (erased === 0) return 0;
      await tx.execute(KEEP_RUN, [uuidv7(), ruleId, kind, erased, this.clock.now()]);
      const object = { type: 'retention-rule', id: ruleId };
      const actor = this.definition.service;
      await this.audit.record(tx, { actor, action: 'erase-by-retention', object, reason: basis });
      return erased;
    });
  }

  /** The region's day. */
  private today(): string {
    return calendarDateAt(this.clock.now(), timeZoneOf(RegionCode.parse(this.region))).iso;
  }
}

/** Provides the rules of a service in its module, by the service's clock. */
export function retentionRulesOf(definition: RetentionDefinition, clock: abstract new () => RetentionClock): Provider {
  return {
    provide: RetentionRules,
    inject: [RegionConfig, ServiceDatabase, Audit, clock],
    useFactory: ({ region }: RegionConfig, database: ServiceDatabase, audit: Audit, now: RetentionClock) =>
      new RetentionRules(definition, region, database, audit, now),
  };
}
