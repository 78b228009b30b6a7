import { AppError, Audit, ServiceDatabase, sqlState, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ruleProblems } from './check-rule.decision.js';
import type { DatedRule, RuleKind } from './dated-rule.js';
import { FIRST_RULES } from './first-rules.js';
import { touchMapping } from './mapping-version.js';

const COLUMNS = `kind, rule_version AS "ruleVersion", valid_from::text AS "validFrom", content, legal_basis AS "legalBasis", status,
  decided_by AS "decidedBy"`;
const IN_FORCE = `SELECT ${COLUMNS} FROM dated_rule WHERE kind = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1`;
const INSERT = `INSERT INTO dated_rule (kind, rule_version, valid_from, content, legal_basis, status, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UNIQUE_VIOLATION = '23505';

/** The dated rules of the service. */
@Injectable()
export class RuleBook {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  /** Puts the first rules there; may be repeated at every start. */
  async seed(): Promise<void> {
    for (const rule of FIRST_RULES)
      await this.database.execute(`${INSERT} ON CONFLICT DO NOTHING`, [...valuesOf(rule)]);
  }

  /** The rule of a day. Throws `rule-not-found` (404) for a day before the first one. */
  async getInForce<K extends RuleKind>(db: SqlClient, kind: K, day: string): Promise<DatedRule<K>> {
    const [row] = await db.query<DatedRule<K>>(IN_FORCE, [kind, day]);
    if (!row) throw new AppError('rule-not-found', { status: 404 });
    return row;
  }

  list(kind: RuleKind | undefined): Promise<DatedRule[]> {
    return this.database.query<DatedRule>(
      `SELECT ${COLUMNS} FROM dated_rule WHERE $1::text IS NULL OR kind = $1 ORDER BY kind, valid_from DESC`,
      [kind ?? null],
    );
  }

  /** Throws `rule-refused` (422) by field, `rule-taken` (409) where version or first day are taken, `rule-in-past` (422). */
  async decide(tx: Transaction, rule: DatedRule, today: string): Promise<DatedRule> {
    // What was computed yesterday must stay explained by the rule of yesterday.
    if (rule.validFrom < today) throw new AppError('rule-in-past', { status: 422, field: 'validFrom' });
    const errors = ruleProblems(rule.kind, rule.content as unknown as Record<string, unknown>);
    if (errors.length > 0) throw new AppError('rule-refused', { status: 422, errors });
    try {
      await tx.execute(INSERT, valuesOf(rule));
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new AppError('rule-taken', { status: 409, cause: error });
    }
    await touchMapping(tx);
    await this.audit.record(tx, {
      actor: rule.decidedBy,
      action: 'decide-rule',
      object: { type: 'dated-rule', id: `${rule.kind}/${rule.ruleVersion}` },
      after: { validFrom: rule.validFrom, content: JSON.stringify(rule.content) },
    });
    return rule;
  }
}

function valuesOf({ kind, ruleVersion, validFrom, content, legalBasis, status, decidedBy }: DatedRule): unknown[] {
  return [kind, ruleVersion, validFrom, JSON.stringify(content), legalBasis, status, decidedBy];
}
