import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  ListQuery,
  sqlState,
  type ListDefinition,
  type ListRow,
  type Page,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { PassRuleQuery } from './completion.dto.js';
import { ruleFor, type PassRule } from './pass-rule.js';

const COLUMNS = `rule_id AS "ruleId", programme_id AS "programmeId", kind, valid_from AS "validFrom", min_attendance AS "minAttendance",
  max_excused AS "maxExcused", min_test AS "minTest", min_assignments AS "minAssignments", all_assignments AS "allAssignments", certificate,
  certificate_months AS "certificateMonths", basis`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM pass_rule`,
  sorts: { validFrom: { sql: 'valid_from', type: 'date' } },
  defaultSort: '-validFrom',
  key: { sql: 'rule_id', type: 'uuid' },
};
const INSERT = `INSERT INTO pass_rule (rule_id, programme_id, kind, valid_from, min_attendance, max_excused, min_test, min_assignments, all_assignments,
    certificate, certificate_months, basis, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const UNIQUE_VIOLATION = '23505';

/** The pass rules of the region. */
@Injectable()
export class PassRules {
  constructor(private readonly audit: Audit) {}

  /** Rules of the region, of kinds of sessions and of programmes, which grow with them. */
  async page(db: SqlClient, query: PassRuleQuery): Promise<Page<PassRule>> {
    const list = new ListQuery(LIST, query)
      .where('programme_id = ?', query.programmeId)
      .where('kind = ?', query.kind)
      .build();
    return list.page(await db.query<PassRule & ListRow>(list.text, list.values));
  }

  /** Throws `pass-rule-missing` (409) for a session older than all rules. */
  async get(
    db: SqlClient,
    session: Pick<TrainingSessionEntity, 'programmeId' | 'kind' | 'startsOn'>,
  ): Promise<PassRule> {
    const rules = await db.query<PassRule>(
      `SELECT ${COLUMNS} FROM pass_rule WHERE programme_id IS NULL OR programme_id = $1`,
      [session.programmeId],
    );
    const rule = ruleFor(rules, session);
    if (!rule) throw new AppError('pass-rule-missing', { status: 409 });
    return rule;
  }

  /** A rule that holds from a day on. Throws `pass-rule-exists` (409) for a second one of the same day and place. */
  async record(tx: Transaction, rule: Omit<PassRule, 'ruleId'>, actor: string): Promise<PassRule> {
    const ruleId = newId();
    try {
      await tx.execute(INSERT, [
        ruleId,
        rule.programmeId,
        rule.kind,
        rule.validFrom,
        rule.minAttendance,
        rule.maxExcused,
        rule.minTest,
        rule.minAssignments,
        rule.allAssignments,
        rule.certificate,
        rule.certificateMonths,
        rule.basis,
        actor,
      ]);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('pass-rule-exists', { status: 409, cause });
      throw cause;
    }
    await this.audit.record(tx, { actor, action: 'record-pass-rule', object: { type: 'pass-rule', id: ruleId } });
    return { ruleId, ...rule };
  }
}
